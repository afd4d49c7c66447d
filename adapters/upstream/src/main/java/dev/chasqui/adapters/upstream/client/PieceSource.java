package dev.chasqui.adapters.upstream.client;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * What comes over a channel. Who reads it waits as any virtual thread does; but in a long reply,
 * after its first few reads, {@linkplain #expectPieces the rest} is waited for by the {@link
 * PieceLoop}. Used by one thread at a time, but may be closed by any, which ends every wait.
 */
final class PieceSource implements ByteSource, Closeable {
    /** A reply that takes fewer reads is not worth telling the loop. */
    static final int READS_BEFORE_THE_LOOP = 4;

    private final SocketChannel channel;
    private final ByteSource blocking;
    private final @Nullable PieceLoop loop;

    /** So many reads are to come until the one that joins the loop; below 0 where none will. */
    private int readsBeforeTheLoop = -1;

    /** The channel blocks while there is none. */
    private volatile PieceLoop.@Nullable Seat seat;

    /** Whether the last room was filled, so that there may be more. */
    private boolean filled;

    /**
     * @param channel connected; it blocks
     * @param blocking the channel's own bytes, or what TLS makes of them
     * @param loop null under TLS, which may hold bytes that the channel does not show
     */
    PieceSource(SocketChannel channel, ByteSource blocking, @Nullable PieceLoop loop) {
        this.channel = channel;
        this.blocking = blocking;
        this.loop = loop;
    }

    /**
     * From now on bytes come in many pieces, with a pause before each. Nothing may be written until
     * {@link #endPieces}, since the channel does not block meanwhile.
     */
    void expectPieces() {
        readsBeforeTheLoop = READS_BEFORE_THE_LOOP;
    }

    /**
     * What was expected has come, and nobody waits: leaves the loop, so that the channel blocks
     * again.
     *
     * @throws IOException if the channel was closed
     */
    void endPieces() throws IOException {
        readsBeforeTheLoop = -1;
        PieceLoop.Seat left = seat;
        if (left != null) {
            seat = null;
            left.leave();
            channel.configureBlocking(true);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (loop != null && readsBeforeTheLoop >= 0 && readsBeforeTheLoop-- == 0) {
            join(loop);
        }
        PieceLoop.Seat taken = seat;
        if (taken == null) {
            return blocking.read(bytes, offset, length);
        }
        ByteBuffer room = ByteBuffer.wrap(bytes, offset, length);
        int count = filled ? channel.read(room) : 0;
        while (count == 0) {
            taken.await();
            count = channel.read(room);
        }
        filled = count == length;
        return count;
    }

    private void join(PieceLoop pieces) throws IOException {
        channel.configureBlocking(false);
        PieceLoop.Seat taken = null;
        try {
            taken = pieces.join(channel).orElse(null);
        } finally {
            if (taken == null && channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
        seat = taken;
        if (taken != null && !channel.isOpen()) {
            // Who closed it meanwhile could not know of the seat.
            taken.wake();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            PieceLoop.Seat taken = seat;
            if (taken != null) {
                taken.wake();
            }
        }
    }
}
