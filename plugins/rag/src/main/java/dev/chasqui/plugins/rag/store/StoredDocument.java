package dev.chasqui.plugins.rag.store;

import java.time.Instant;

/**
 * The description of a document, without its text.
 *
 * @param name the name, unique in its collection
 * @param version the SHA-256 of its content, in hex
 * @param type the kind of file: {@code text}, {@code markdown}, {@code html} or {@code pdf}
 * @param passages the number of its passages
 * @param bytes the size of the added file or text, in bytes
 * @param added the time when this version was added
 */
public record StoredDocument(
        String name, String version, String type, int passages, long bytes, Instant added) {}
