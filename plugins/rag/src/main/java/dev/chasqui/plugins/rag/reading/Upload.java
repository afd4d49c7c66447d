package dev.chasqui.plugins.rag.reading;

import java.util.Optional;

/**
 * An uploaded file.
 *
 * @param name the file's name, given by its owner
 * @param contentType the content type that the client declares
 * @param bytes the file's bytes
 */
public record Upload(String name, Optional<String> contentType, FileBytes bytes) {

    /** Makes a file in memory. */
    public Upload(String name, Optional<String> contentType, byte[] bytes) {
        this(name, contentType, new FileBytes.InMemory(bytes));
    }

    /** Returns the same file under another name. */
    public Upload withName(String other) {
        return new Upload(other, contentType, bytes);
    }
}
