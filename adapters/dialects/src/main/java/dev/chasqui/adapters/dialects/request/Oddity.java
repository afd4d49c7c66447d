package dev.chasqui.adapters.dialects.request;

/**
 * A property of a body that needs a closer look: the request may be wrong there. The reader of its
 * dialect then checks it and names the field.
 */
public enum Oddity {
    /** A member that some dialect reads is missing, or of another kind than in that dialect. */
    WRONG_KIND,
    /** The content of a message is a list of parts. */
    PARTS,
    /** A message has no role. */
    NO_ROLE,
    /** The arguments of a tool call are a string. */
    TEXT_ARGUMENTS,
    /** The arguments of a tool call are an object. */
    OBJECT_ARGUMENTS
}
