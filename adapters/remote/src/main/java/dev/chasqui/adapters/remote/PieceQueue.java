package dev.chasqui.adapters.remote;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The body of a service's answer, piece by piece. At most {@link #AHEAD} pieces are asked for and
 * not yet taken, so the queue is bounded. One thread takes pieces; others may close it.
 */
final class PieceQueue implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    private static final int AHEAD = 4;

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private Flow.@Nullable Subscription subscription;
    private boolean closed;

    /** A piece, or the end. */
    sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Broken() implements Piece {}

        /** The end by {@link PieceQueue#close}. */
        record Closed() implements Piece {}
    }

    /**
     * Returns the next piece; null if none comes within a time.
     *
     * @throws FailureException with {@code Cancelled} if the thread is interrupted
     */
    @Nullable Piece poll(Duration wait) {
        Piece piece;
        try {
            piece = pieces.poll(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled());
        }
        if (piece instanceof Piece.Bytes) {
            ask(1);
        }
        return piece;
    }

    boolean isEmpty() {
        return pieces.isEmpty();
    }

    private synchronized void ask(int more) {
        if (subscription != null && !closed) {
            subscription.request(more);
        }
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (closed) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable broken) {
        pieces.add(new Piece.Broken());
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    /** Closes the connection unless the body was read to its end. Never waits. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        if (subscription != null) {
            subscription.cancel();
        }
        pieces.clear();
        pieces.add(new Piece.Closed());
    }
}
