package dev.chasqui.adapters.upstream.plugin;

import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.domain.reply.Pull;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;

/**
 * The body of an answer as it comes. Read by one thread at a time; any thread may close it at any
 * time.
 */
final class StreamedBody implements Pull<byte[]> {
    private final HttpAnswer answer;
    private boolean over;

    StreamedBody(HttpAnswer answer) {
        this.answer = answer;
    }

    @Override
    public byte @Nullable [] next() {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        while (piece.size() == 0 && !over) {
            over = !answer.readTo((bytes, from, to) -> piece.write(bytes, from, to - from));
        }
        return piece.size() == 0 ? null : piece.toByteArray();
    }

    @Override
    public boolean ready() {
        return over || answer.isReady();
    }

    @Override
    public void close() {
        answer.close();
    }
}
