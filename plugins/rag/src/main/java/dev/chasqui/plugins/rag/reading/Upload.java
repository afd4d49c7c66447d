package dev.chasqui.plugins.rag.reading;

import java.util.Optional;

/**
 * A file as it came.
 *
 * @param name as its owner calls it
 * @param contentType what the client says it is
 */
public record Upload(String name, Optional<String> contentType, byte[] bytes) {}
