package dev.chasqui.application.port;

/**
 * An agent, as administrators see it.
 *
 * @param help a line that says what it does
 * @param usage a sentence about its arguments
 * @param plugin the name of its plug-in; empty if it comes from none
 * @param state {@code ACTIVE} or {@code DISABLED}; the agents of a jar that failed are unknown
 * @param source the kind of thing that it comes from: {@link #JAR}, or a word of another source
 */
public record InstalledAgent(
        String name, String help, String usage, String plugin, AgentState state, String source) {

    /** The source of the agents that plug-ins have. */
    public static final String JAR = "jar";
}
