package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.Pull;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a file, piece by piece. Used by one thread, but for {@link #close}.
 *
 * @param in the bytes, which closing closes
 * @param name the file's name, for messages
 */
record FilePull(InputStream in, String name) implements Pull<byte[]> {
    private static final int PIECE = 1 << 16;

    @Override
    public byte @Nullable [] next() {
        try {
            byte[] piece = in.readNBytes(PIECE);
            return piece.length == 0 ? null : piece;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private FailureException failure(IOException e) {
        return new FailureException(
                new Failure.AgentFailed("rag", "the file '" + name + "' cannot be read"), e);
    }
}
