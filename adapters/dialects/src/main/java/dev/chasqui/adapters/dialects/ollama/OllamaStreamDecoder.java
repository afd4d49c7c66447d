package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.reply.NdjsonReader;
import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;

/** A decoder of a streamed reply of {@code /api/chat} or {@code /api/generate}, line by line. */
public final class OllamaStreamDecoder implements StreamDecoder {
    private final String backend;
    private final NdjsonReader lines;
    private final OllamaReplyReader reply;
    private final Deque<ReplyEvent> ready = new ArrayDeque<>();
    private boolean finished;
    private @Nullable FailureException broken;

    /**
     * @param backend the name of the sender, for messages
     */
    public OllamaStreamDecoder(String backend) {
        this.backend = backend;
        this.lines = new NdjsonReader(backend);
        this.reply = new OllamaReplyReader(backend, Frame.Kind.CHUNK);
    }

    @Override
    public void feed(byte[] bytes, int from, int to) {
        if (!reply.done()) {
            lines.feed(bytes, from, to);
        }
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public boolean ended() {
        return reply.done();
    }

    @Override
    public @Nullable ReplyEvent poll() {
        if (broken != null) {
            throw broken;
        }
        try {
            while (ready.isEmpty() && !reply.done()) {
                byte[] line = lines.next();
                if (line != null) {
                    ready.addAll(reply.read(line));
                } else if (finished) {
                    readRest();
                } else {
                    return null;
                }
            }
        } catch (FailureException e) {
            broken = e;
            throw e;
        }
        return ready.poll();
    }

    /**
     * Reads the last line, which may lack its line break. An incomplete line shows that the reply
     * broke off.
     */
    private void readRest() {
        byte[] rest = lines.rest();
        if (rest == null) {
            throw cut("it ended without a line with done:true");
        }
        try {
            ready.addAll(reply.read(rest));
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.BackendBroke) {
                throw e;
            }
            throw cut("it ended in the middle of a line");
        }
    }

    private FailureException cut(String why) {
        return new FailureException(new Failure.BackendBroke(backend, why));
    }
}
