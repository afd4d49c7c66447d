package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/**
 * Reads one streamed reply from bytes as they arrive, cut anywhere, also within a character.
 *
 * <p>Feed it, poll until it has nothing more, feed it again. Keeps the state of its stream; used by
 * one thread at a time. The length of one event or line is bounded.
 */
public interface StreamDecoder {

    /** Takes the next bytes; they are copied as far as they are needed later. */
    void feed(byte[] bytes, int from, int to);

    /** Says that the transport is at its end; no more bytes will come. */
    void finish();

    /**
     * The next event, or null if that takes more bytes or if the reply is over.
     *
     * @throws dev.chasqui.domain.failure.FailureException after all events before it were polled:
     *     with {@code BackendBroke} if the transport ended without the dialect's own end or if the
     *     backend says in the stream that it failed, with {@code BackendFailed} if this is no
     *     stream of the dialect
     */
    @Nullable ReplyEvent poll();

    /** Whether the dialect's own end has been seen; whatever comes after it is ignored. */
    boolean ended();
}
