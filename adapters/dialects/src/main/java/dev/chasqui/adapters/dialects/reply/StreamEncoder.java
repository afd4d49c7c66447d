package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ReplyEvent;

/**
 * Writes one streamed reply. Every method returns whole SSE events or NDJSON lines, or nothing.
 *
 * <p>Keeps the state of its stream; used by one thread at a time.
 */
public interface StreamEncoder {

    /** {@code text/event-stream} or {@code application/x-ndjson}. */
    String contentType();

    /**
     * The bytes to write for this event; empty if it waits for its fellows of the same frame.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendBroke} if what the
     *     model said cannot be said in this dialect; the ending is then {@link #failure}
     */
    byte[] encode(ReplyEvent event);

    /**
     * The ending of a reply that is whole.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #encode} does
     */
    byte[] end();

    /** The ending of a reply that broke off: what still waits, then the error event. */
    byte[] failure(Failure failure);

    /**
     * Something that keeps the connection alive and that clients ignore; empty where none exists.
     */
    byte[] keepAlive();
}
