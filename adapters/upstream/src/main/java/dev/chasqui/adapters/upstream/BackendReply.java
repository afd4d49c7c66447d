package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.StreamDecoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/**
 * A streamed reply: what is pulled is decoded from the connection, and no more is read than that.
 */
final class BackendReply implements ChatReply {
    private final String backend;
    private final StreamDecoder decoder;
    private final HttpAnswer answer;
    private boolean whole;

    /** Why the transport is over; thrown when all events before it were pulled. */
    private @Nullable FailureException end;

    BackendReply(String backend, StreamDecoder decoder, HttpAnswer answer) {
        this.backend = backend;
        this.decoder = decoder;
        this.answer = answer;
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (!whole) {
            ReplyEvent event = decode();
            if (event != null) {
                return event;
            }
            if (decoder.ended()) {
                whole = true;
                answer.finish();
            } else if (end != null) {
                throw end;
            } else {
                read();
            }
        }
        return null;
    }

    private @Nullable ReplyEvent decode() {
        try {
            return decoder.poll();
        } catch (FailureException e) {
            answer.close();
            end = e;
            throw e;
        }
    }

    private void read() {
        try {
            if (!answer.readTo(decoder::feed)) {
                end =
                        new FailureException(
                                new Failure.BackendBroke(backend, "it ended in its midst"));
                decoder.finish();
            }
        } catch (FailureException e) {
            end = e;
            if (e.failure() instanceof Failure.BackendBroke) {
                // What came before the break may hold more events, and the decoder knows best.
                decoder.finish();
            }
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
