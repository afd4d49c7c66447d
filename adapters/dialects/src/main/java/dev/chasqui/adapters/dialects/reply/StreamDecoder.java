package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/**
 * A decoder of one streamed reply from bytes as they arrive, cut at any position, even within a
 * character.
 *
 * <p>The caller feeds it, polls until it returns null, and feeds it again. It holds the state of
 * its stream; used by one thread at a time. The length of one event or line is bounded.
 */
public interface StreamDecoder {

    /** Takes the next bytes; it copies those that it needs later. */
    void feed(byte[] bytes, int from, int to);

    /** Ends the input; no more bytes will come. */
    void finish();

    /**
     * Returns the next event; null if more bytes are needed or if the reply is over.
     *
     * @throws dev.chasqui.domain.failure.FailureException after all events before it were polled:
     *     with {@code BackendBroke} if the transport ended without the dialect's own end, or if the
     *     backend reports in the stream that it failed; with {@code BackendFailed} if this is not a
     *     stream of the dialect
     */
    @Nullable ReplyEvent poll();

    /** Returns true after the dialect's own end of a stream; all bytes after it are ignored. */
    boolean ended();
}
