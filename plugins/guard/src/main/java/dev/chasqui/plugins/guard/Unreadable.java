package dev.chasqui.plugins.guard;

/** The answer to images, audio and files, which the guard cannot search. */
enum Unreadable {
    /** They leave, and the reply's note counts them. */
    PASS,
    /** The request is refused. */
    REFUSE
}
