package dev.chasqui.plugins.rag.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The description of a document, without its text.
 *
 * @param name the name, unique in its collection
 * @param version the SHA-256 of its content, in hex
 * @param type the kind of file, such as {@code text}, {@code markdown}, {@code html} or {@code pdf}
 * @param passages the number of its passages
 * @param bytes the size of the added file or text, in bytes
 * @param added the time when this version was added
 * @param title its title, if it has one
 * @param language the ISO 639 code of the language in which it is searched; empty in an index of an
 *     older version of Chasqui that has not been rebuilt yet
 * @param dated the time to which filters compare: the date in its metadata, else the time of its
 *     file, else the time when it was added
 * @param metadata what else is known of it
 */
public record StoredDocument(
        String name,
        String version,
        String type,
        int passages,
        long bytes,
        Instant added,
        Optional<String> title,
        String language,
        Instant dated,
        Map<String, String> metadata) {

    public StoredDocument {
        metadata = Map.copyOf(metadata);
    }

    StoredDocument withLanguage(String code) {
        return new StoredDocument(
                name, version, type, passages, bytes, added, title, code, dated, metadata);
    }
}
