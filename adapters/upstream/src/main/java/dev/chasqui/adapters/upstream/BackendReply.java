package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.dialects.BackendCodec;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.adapters.upstream.client.HiddenKey;
import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.adapters.upstream.client.Sink;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

/**
 * A streamed reply, decoded from the connection as it is pulled. It reads no more bytes than the
 * next event needs.
 */
final class BackendReply implements ChatReply {
    private final String backend;
    private final StreamDecoder decoder;
    private final Sink toDecoder;
    private final HttpAnswer answer;
    private final HiddenKey key;

    /** The next event: decoded, but not yet pulled. */
    private @Nullable ReplyEvent ahead;

    /**
     * The failure that ended the stream; thrown after all events that came before it were pulled.
     */
    private @Nullable FailureException end;

    /** True once no further event will be decoded. */
    private boolean over;

    /**
     * Returns the reply in an answer: a stream is decoded as it is pulled, a whole reply is read
     * and decoded now.
     *
     * @param key the key that is removed from errors in the stream
     * @throws FailureException if the answer is no reply
     */
    static ChatReply of(
            String backend,
            BackendCodec codec,
            ChatRequest request,
            HttpAnswer answer,
            HiddenKey key) {
        return switch (answer.mediaType()) {
            case "text/event-stream", "application/x-ndjson" ->
                    new BackendReply(backend, codec.streamDecoder(backend, request), answer, key);
            case "application/json" ->
                    ChatReply.of(
                            codec.decodeWhole(
                                    backend, request, answer.whole(HttpAskedServer.MAX_WHOLE)));
            case "" -> throw failed(backend, "it answered without a Content-Type");
            default ->
                    throw failed(
                            backend,
                            "it answered with "
                                    + answer.mediaType()
                                    + " (expected: JSON or a stream of events)");
        };
    }

    private static FailureException failed(String backend, String why) {
        return new FailureException(new Failure.BackendFailed(backend, why));
    }

    private BackendReply(String backend, StreamDecoder decoder, HttpAnswer answer, HiddenKey key) {
        this.backend = backend;
        this.decoder = decoder;
        this.toDecoder = decoder::feed;
        this.answer = answer;
        this.key = key;
        answer.expectPieces();
    }

    @Override
    public @Nullable ReplyEvent next() {
        while (!isDecided()) {
            read();
        }
        ReplyEvent event = ahead;
        ahead = null;
        if (event == null && end != null) {
            throw end;
        }
        return event;
    }

    @Override
    public boolean ready() {
        while (!isDecided()) {
            if (!answer.isReady()) {
                return false;
            }
            read();
        }
        return true;
    }

    /** Returns true if {@link #next} needs no more bytes. */
    private boolean isDecided() {
        if (ahead == null && !over) {
            ahead = decode();
        }
        return ahead != null || over;
    }

    private @Nullable ReplyEvent decode() {
        try {
            ReplyEvent event = decoder.poll();
            if (event == null && decoder.ended()) {
                over = true;
                end = null;
                answer.finish();
            }
            over |= event == null && end != null;
            return event;
        } catch (FailureException e) {
            over = true;
            end = key.redact(e);
            answer.close();
            return null;
        }
    }

    private void read() {
        try {
            if (!answer.readTo(toDecoder)) {
                end =
                        new FailureException(
                                new Failure.BackendBroke(
                                        backend, "it ended before it was complete"));
                decoder.finish();
            }
        } catch (FailureException e) {
            end = e;
            if (e.failure() instanceof Failure.BackendBroke) {
                // The bytes before the break may hold more events; the decoder finds them.
                decoder.finish();
            }
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
