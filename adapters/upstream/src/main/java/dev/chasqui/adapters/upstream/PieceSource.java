package dev.chasqui.adapters.upstream;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * What comes over a channel. Who reads it waits as any virtual thread does; but the pieces of a
 * long reply are {@linkplain #expectPieces waited for} by the {@link PieceLoop}. Used by one thread
 * at a time, but may be closed by any, which ends every wait.
 */
final class PieceSource implements Source, Closeable {
    /** A reply that comes in fewer pieces is not worth telling the loop. */
    private static final int PIECES_BEFORE_THE_LOOP = 4;

    private final SocketChannel channel;
    private final Source blocking;
    private final @Nullable PieceLoop loop;

    /** Pieces to come before the loop waits for them; below 0 where it never will. */
    private int piecesBeforeTheLoop = -1;

    /** The channel blocks while there is none. */
    private volatile PieceLoop.@Nullable Seat seat;

    /** Whether the last room was filled, so that there may be more. */
    private boolean filled;

    /**
     * @param channel connected; it blocks
     * @param blocking the channel's own bytes, or what TLS makes of them
     * @param loop null under TLS, which may hold bytes that the channel does not show
     */
    PieceSource(SocketChannel channel, Source blocking, @Nullable PieceLoop loop) {
        this.channel = channel;
        this.blocking = blocking;
        this.loop = loop;
    }

    /**
     * From now on bytes come in many pieces, with a pause before each. Nothing is written until
     * {@link #rest}.
     */
    void expectPieces() {
        piecesBeforeTheLoop = PIECES_BEFORE_THE_LOOP;
    }

    /**
     * What was expected has come, and nobody waits.
     *
     * @throws IOException if the channel was closed
     */
    void rest() throws IOException {
        piecesBeforeTheLoop = -1;
        PieceLoop.Seat left = seat;
        if (left != null) {
            seat = null;
            left.leave();
            channel.configureBlocking(true);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (loop != null && piecesBeforeTheLoop >= 0 && piecesBeforeTheLoop-- == 0) {
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
        seat = pieces.join(channel).orElse(null);
        if (seat == null) {
            channel.configureBlocking(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
        PieceLoop.Seat taken = seat;
        if (taken != null) {
            taken.wake();
        }
    }
}
