package dev.chasqui.plugin.service;

import dev.chasqui.domain.reply.Pull;

import java.util.Map;

/**
 * An answer whose body is read as it comes.
 *
 * @param status the HTTP status
 * @param headers the values by name in lower case; those of a repeated name are joined by commas
 * @param body the pieces of the body; its failures are those of {@link Http#send}
 */
public record HttpStream(int status, Map<String, String> headers, Pull<byte[]> body)
        implements AutoCloseable {

    public HttpStream {
        headers = Map.copyOf(headers);
    }

    /** Ends the call and frees its connection. Idempotent. */
    @Override
    public void close() {
        body.close();
    }
}
