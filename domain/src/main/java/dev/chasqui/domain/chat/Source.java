package dev.chasqui.domain.chat;

/**
 * The bytes that a decoded thing came from, kept so that what nobody edits goes out as it came in.
 *
 * <p>Only the codec that made a source knows how to read it; to everybody else it is opaque.
 */
public interface Source {
    /** The wire format that the bytes are in. */
    Dialect dialect();
}
