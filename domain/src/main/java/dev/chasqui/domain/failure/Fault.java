package dev.chasqui.domain.failure;

/** The party whose fault a {@link Failure} is, and that can mend it. */
public enum Fault {
    /** The caller: asked in another way it would get an answer, or it does not want one. */
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
