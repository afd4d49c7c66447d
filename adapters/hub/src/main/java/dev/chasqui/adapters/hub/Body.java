package dev.chasqui.adapters.hub;

import dev.chasqui.domain.exchange.Cancellation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The bytes of an answer, pulled piece by piece with a deadline for each.
 *
 * <p>At most {@link #AHEAD} pieces are asked for and not yet taken, so the queue has a bound.
 */
final class Body implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
    private static final int AHEAD = 8;

    private final Stop stop;
    private final Duration silence;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final AtomicReference<Flow.Subscription> subscription =
            new AtomicReference<>(new NotYet());
    private final Cancellation.Registration onStop;

    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Broken(String why) implements Piece {}

        record Stopped() implements Piece {}
    }

    /** Stands for a subscription until there is one, and after it was cancelled. */
    private static final class NotYet implements Flow.Subscription {
        @Override
        public void request(long count) {}

        @Override
        public void cancel() {}
    }

    Body(Flow.Publisher<List<ByteBuffer>> source, Duration silence, Stop stop) {
        this.stop = stop;
        this.silence = silence;
        source.subscribe(this);
        onStop = stop.onStop(() -> pieces.add(new Piece.Stopped()));
    }

    /**
     * The next bytes; empty at the end of the body.
     *
     * @throws IOException if the connection breaks, or nothing comes for too long
     * @throws HubException if the fetch is given up
     */
    Optional<List<ByteBuffer>> next() throws IOException, HubException {
        stop.check();
        Piece piece;
        try {
            piece = pieces.poll(silence.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw Stop.interrupted();
        }
        return switch (piece) {
            case null -> throw new IOException("nothing came for " + Amount.time(silence));
            case Piece.Bytes(List<ByteBuffer> buffers) -> {
                subscription.get().request(1);
                yield Optional.of(buffers);
            }
            case Piece.End() -> Optional.empty();
            case Piece.Broken(String why) -> throw new IOException(why);
            case Piece.Stopped() -> throw HubException.cancelled();
        };
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.set(given);
        given.request(AHEAD);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable e) {
        pieces.add(new Piece.Broken(Faults.words(e)));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    /** Lets the connection go; one whose body was not read to its end is closed. */
    @Override
    public void close() {
        onStop.close();
        subscription.getAndSet(new NotYet()).cancel();
        pieces.clear();
    }
}
