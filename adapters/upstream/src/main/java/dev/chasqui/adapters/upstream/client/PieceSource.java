package dev.chasqui.adapters.upstream.client;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * The bytes that come over a channel. A read waits on the reader's own virtual thread. In a long
 * reply, after the first reads that follow {@link #expectPieces}, the {@link PieceLoop} does the
 * waiting. Used by one thread at a time; any thread may close it, which ends every wait.
 */
final class PieceSource implements ByteSource, Closeable {
    /**
     * The number of reads of a reply before its channel joins the loop; a shorter reply is not
     * worth it.
     */
    static final int READS_BEFORE_THE_LOOP = 4;

    private final SocketChannel channel;
    private final ByteSource blocking;
    private final @Nullable PieceLoop loop;

    /**
     * The number of reads that are left before the channel joins the loop; below 0 if it will not.
     */
    private int readsBeforeTheLoop = -1;

    /** The registration with the loop; null while the channel blocks. */
    private volatile PieceLoop.@Nullable Entry entry;

    /** True if the last read filled its buffer, so that there may be more bytes. */
    private boolean filled;

    /**
     * @param channel a connected channel that blocks
     * @param blocking the channel's own bytes, or those that TLS makes of them
     * @param loop the loop; null under TLS, which may hold bytes that the channel does not show
     */
    PieceSource(SocketChannel channel, ByteSource blocking, @Nullable PieceLoop loop) {
        this.channel = channel;
        this.blocking = blocking;
        this.loop = loop;
    }

    /**
     * Announces bytes in many pieces, with a pause before each. Nothing may be written until {@link
     * #endPieces}, since the channel may not block meanwhile.
     */
    void expectPieces() {
        readsBeforeTheLoop = READS_BEFORE_THE_LOOP;
    }

    /**
     * Leaves the loop, so that the channel blocks again. Called when all pieces have come and no
     * thread waits.
     *
     * @throws IOException if the channel was closed
     */
    void endPieces() throws IOException {
        readsBeforeTheLoop = -1;
        PieceLoop.Entry left = entry;
        if (left != null) {
            entry = null;
            left.remove();
            channel.configureBlocking(true);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (loop != null && readsBeforeTheLoop >= 0 && readsBeforeTheLoop-- == 0) {
            join(loop);
        }
        PieceLoop.Entry registered = entry;
        if (registered == null) {
            return blocking.read(bytes, offset, length);
        }
        ByteBuffer room = ByteBuffer.wrap(bytes, offset, length);
        int count = filled ? channel.read(room) : 0;
        while (count == 0) {
            registered.await();
            count = channel.read(room);
        }
        filled = count == length;
        return count;
    }

    private void join(PieceLoop pieces) throws IOException {
        channel.configureBlocking(false);
        PieceLoop.Entry registered = null;
        try {
            registered = pieces.register(channel).orElse(null);
        } finally {
            if (registered == null && channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
        entry = registered;
        if (registered != null && !channel.isOpen()) {
            // The thread that closed it meanwhile could not see the registration.
            registered.wake();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            PieceLoop.Entry registered = entry;
            if (registered != null) {
                registered.wake();
            }
        }
    }
}
