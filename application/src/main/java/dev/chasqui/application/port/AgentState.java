package dev.chasqui.application.port;

/** The state of a jar or an agent. */
public enum AgentState {
    /** It is in use. */
    ACTIVE,
    /** It is not in use: an administrator disabled it, or another jar takes precedence. */
    DISABLED,
    /** The jar's file cannot be used. Its plug-in may go on with the bytes of before. */
    FAILED
}
