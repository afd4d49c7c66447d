package dev.chasqui.plugins.rag.reading;

import java.util.Optional;

/**
 * A file as it came.
 *
 * @param name as its owner calls it
 * @param contentType what the client says it is
 */
public record Upload(String name, Optional<String> contentType, Source source) {

    /** A file in memory. */
    public Upload(String name, Optional<String> contentType, byte[] bytes) {
        this(name, contentType, new Source.InMemory(bytes));
    }

    /** The same file by another name. */
    public Upload withName(String other) {
        return new Upload(other, contentType, source);
    }
}
