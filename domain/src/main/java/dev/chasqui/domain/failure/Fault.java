package dev.chasqui.domain.failure;

/** The party that caused a {@link Failure} and can mend it. */
public enum Fault {
    /**
     * The caller: another request would succeed, or the caller does not want the answer any more.
     */
    CALLER,
    /** The operator of the server: its setup is wrong, or it has too little of something. */
    OPERATOR,
    /** A backend. */
    BACKEND,
    /** An agent. */
    AGENT,
    /** The server itself: a bug. */
    SERVER
}
