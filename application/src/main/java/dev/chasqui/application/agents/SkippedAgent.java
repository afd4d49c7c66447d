package dev.chasqui.application.agents;

/**
 * An agent of the config without which a request goes on.
 *
 * @param name the name of its command
 * @param why the reason
 */
public record SkippedAgent(String name, String why) {}
