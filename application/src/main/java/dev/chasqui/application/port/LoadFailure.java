package dev.chasqui.application.port;

/**
 * The reason why a model could not be loaded.
 *
 * @param outOfMemory true if it might fit after other models have left
 * @param why the reason for the caller, with the last words of the process
 */
public record LoadFailure(boolean outOfMemory, String why) {}
