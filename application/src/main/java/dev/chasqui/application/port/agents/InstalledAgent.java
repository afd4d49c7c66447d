package dev.chasqui.application.port.agents;

import java.util.Optional;

/**
 * An agent, as administrators see it.
 *
 * @param help a line that says what it does
 * @param usage a sentence about its arguments
 * @param plugin the name of its plug-in; empty if it comes from none
 * @param state {@code ACTIVE}, {@code DISABLED} or {@code SWITCHED_OFF}; the agents of a jar that
 *     failed are unknown
 * @param source the kind of thing that it comes from: {@link #JAR}, or a word of another source
 * @param reason the reason for which it is switched off, as the end of a sentence about it; else
 *     empty
 */
public record InstalledAgent(
        String name,
        String help,
        String usage,
        String plugin,
        AgentState state,
        String source,
        Optional<String> reason) {

    /** The source of the agents that plug-ins have. */
    public static final String JAR = "jar";

    /** Makes an agent that is not switched off. */
    public InstalledAgent(
            String name,
            String help,
            String usage,
            String plugin,
            AgentState state,
            String source) {
        this(name, help, usage, plugin, state, source, Optional.empty());
    }

    /** Returns the same agent, switched off for a reason. */
    public InstalledAgent switchedOff(String why) {
        return new InstalledAgent(
                name, help, usage, plugin, AgentState.SWITCHED_OFF, source, Optional.of(why));
    }
}
