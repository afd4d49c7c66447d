package dev.chasqui.domain.failure;

/** Whose fault a {@link Failure} is, which is to say who can mend it. */
public enum Fault {
    /** The caller's: asked in another way it would get an answer, or it does not want one. */
    CALLER,
    /** The fault of the one who runs the server: of its setup, or of what it has too little of. */
    OPERATOR,
    /** A backend's. */
    BACKEND,
    /** An agent's. */
    AGENT,
    /** The server's own: a bug. */
    SERVER
}
