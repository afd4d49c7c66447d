package dev.chasqui.adapters.dialects.request;

/**
 * Something about a body that needs a closer look: the request may be wrong there, which the reader
 * of its dialect tells with the field's name.
 */
public enum Oddity {
    /** A member that some dialect reads is missing or of another kind than that dialect has. */
    WRONG_KIND,
    /** The content of a message is a list of parts. */
    PARTS,
    /** A message says no role. */
    NO_ROLE,
    /** The arguments of a tool call are a text. */
    TEXT_ARGUMENTS,
    /** The arguments of a tool call are an object. */
    OBJECT_ARGUMENTS
}
