package dev.chasqui.application.port;

/**
 * Why a model could not be loaded.
 *
 * @param outOfMemory whether it would fit where others leave
 * @param why for who asked for it, with the last words of the process
 */
public record LoadFailure(boolean outOfMemory, String why) {}
