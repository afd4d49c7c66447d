package dev.chasqui.application.port.agents;

/** The state of a jar or an agent. */
public enum AgentState {
    /** It is in use. */
    ACTIVE,
    /** It is not in use: an administrator disabled it, or another jar takes precedence. */
    DISABLED,
    /** It gets no exchanges for a while, or until it is reloaded: it failed again and again. */
    SWITCHED_OFF,
    /** The jar's file cannot be used. Its plug-in may go on with the bytes of before. */
    FAILED
}
