package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.reply.SseReader;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Queue;

/**
 * A decoder of a stream of {@code POST /completion} or {@code POST /infill}, which ends with the
 * event that has {@code "stop":true}.
 */
final class LlamaCompletionDecoder implements StreamDecoder {
    private final String backend;
    private final SseReader events;
    private final LlamaCompletionReader reader;
    private final Queue<ReplyEvent> ready = new ArrayDeque<>();
    private boolean over;

    LlamaCompletionDecoder(String backend) {
        this.backend = backend;
        this.events = new SseReader(backend, OpenAiStreamDecoder.LONGEST_EVENT);
        this.reader = new LlamaCompletionReader(backend);
    }

    @Override
    public void feed(byte[] bytes, int from, int to) {
        if (!reader.done()) {
            events.feed(bytes, from, to);
        }
    }

    @Override
    public void finish() {
        over = true;
        events.finish();
    }

    @Override
    public boolean ended() {
        return reader.done();
    }

    @Override
    public @Nullable ReplyEvent poll() {
        while (ready.isEmpty() && !reader.done()) {
            SseReader.Event event = events.next();
            if (event != null && event.error()) {
                throw LlamaCompletionReader.sentError(backend, ServerErrorReader.ofEvent(event));
            }
            if (event != null && event.complete()) {
                ready.addAll(reader.piece(event.text(), event.from(), event.to()));
            } else if (over) {
                throw new FailureException(
                        new Failure.BackendBroke(backend, "its stream ended without a stop"));
            } else {
                return null;
            }
        }
        return ready.poll();
    }
}
