package dev.chasqui.application.port;

/**
 * An agent, as administrators see it.
 *
 * @param help a line that says what it does
 * @param usage a sentence about its arguments
 * @param plugin the name of its plug-in
 * @param state {@code ACTIVE} or {@code DISABLED}; the agents of a jar that failed are unknown
 */
public record InstalledAgent(
        String name, String help, String usage, String plugin, AgentState state) {}
