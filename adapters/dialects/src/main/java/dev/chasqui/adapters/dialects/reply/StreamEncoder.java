package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.ReplyEvent;

/**
 * An encoder of one streamed reply. Every method returns whole SSE events or NDJSON lines, or no
 * bytes.
 *
 * <p>It holds the state of its stream; used by one thread at a time.
 */
public interface StreamEncoder {

    /** Returns {@code text/event-stream} or {@code application/x-ndjson}. */
    String contentType();

    /**
     * Returns the bytes to write for this event; none if it waits for others of the same frame.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendBroke} if this dialect
     *     cannot express what the model said; {@link #failure} then ends the stream
     */
    byte[] encode(ReplyEvent event);

    /**
     * Returns the end of a complete reply.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #encode} does
     */
    byte[] end();

    /** Returns the end of a reply that failed: the events that still wait, then the error event. */
    byte[] failure(Failure failure);

    /**
     * Returns bytes that keep the connection alive and that clients ignore; none if the dialect has
     * no such bytes.
     */
    byte[] keepAlive();
}
