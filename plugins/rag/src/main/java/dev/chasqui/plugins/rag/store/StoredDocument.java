package dev.chasqui.plugins.rag.store;

import java.time.Instant;

/**
 * What is known of a document, without its text.
 *
 * @param name unique in its collection
 * @param version the SHA-256 of its content, in hex
 * @param type what it was: {@code text}, {@code markdown}, {@code html} or {@code pdf}
 * @param passages how many it was cut into
 * @param bytes how large it came
 * @param added when this version came
 */
public record StoredDocument(
        String name, String version, String type, int passages, long bytes, Instant added) {}
