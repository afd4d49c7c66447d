package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

import java.util.Optional;

/**
 * The bytes that a decoded thing came from, kept so that what nobody edits goes out as it came in.
 *
 * <p>Only the codec that made a source knows how to read it; to everybody else it is opaque.
 */
public interface Source {
    /** The wire format that the bytes are in. */
    Dialect dialect();

    /**
     * A top-level member of a body, read without the rest of it; empty if it is missing or null, or
     * if these bytes are no whole body.
     */
    default Optional<Json> member(String name) {
        return Optional.empty();
    }
}
