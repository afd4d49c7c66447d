package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ServerConnectionException;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * The watch over one connection: whether its client is still there, and whether it takes too long
 * to send a request or to take an answer.
 *
 * <p>It closes and does not interrupt. Safe for use by several threads.
 */
public final class ConnectionWatch implements DeadlineSweeper.Timed {
    /** A body may arrive as slowly as this after its time is over. */
    private static final int SLOWEST_BYTES_PER_SECOND = 64 * 1024;

    /** Lingering ends after so long a silence, and in any case when so much time has passed. */
    private static final Duration LINGER_SILENCE = Duration.ofMillis(250);

    private static final Duration LINGER = Duration.ofSeconds(2);

    /**
     * Of an exchange that is over sooner nobody asks whether its client is still there. With a
     * round of the sweeper, who leaves later is noticed within 100 ms.
     */
    private static final Duration QUICK = Duration.ofMillis(20);

    /** A body that is chunked byte by byte takes up to this many times its size. */
    private static final int CHUNKING_OVERHEAD = 6;

    /** More than any body has; a limit above it is none. */
    private static final long ENDLESS = 1L << 50;

    private enum Phase {
        /** Between two requests. */
        IDLE,
        /** Part of a request is there. */
        ARRIVING,
        /** The request is there, its answer is on its way. */
        ANSWERING,
        /** All is said; what the client still sends is thrown away, so that it reads the answer. */
        LINGERING,
        /** The request took too long. */
        EXPIRED,
        /** The connection is closed. */
        CUT
    }

    private final HelidonSocket socket;
    private final ServerTimeouts timeouts;
    private final ServerLimits limits;
    private final Supplier<byte[]> timeoutAnswer;
    private final SocketPieces pieces;
    private final ReadAhead input;
    private final WatchedWriter output;
    private volatile Phase phase = Phase.IDLE;
    private volatile long phaseSince = System.nanoTime();
    private volatile long mostBytes;
    private volatile @Nullable CutShort cutShort;

    /** Whether an answer is being written while its request still arrives. */
    private volatile boolean answeringEarly;

    private final AtomicLong received = new AtomicLong();
    private final WaitClock waited = new WaitClock();
    private volatile long lastReceived = phaseSince;
    private volatile @Nullable WatchedConnection connection;

    /**
     * @param timeoutAnswer what one whose request does not come to its end gets
     */
    ConnectionWatch(
            HelidonSocket socket,
            DataWriter writer,
            ServerTimeouts timeouts,
            ServerLimits limits,
            Supplier<byte[]> timeoutAnswer) {
        this.socket = socket;
        this.timeouts = timeouts;
        this.limits = limits;
        this.mostBytes = mostBytes(limits.body());
        this.timeoutAnswer = timeoutAnswer;
        this.pieces = new SocketPieces(socket);
        this.input = new ReadAhead(pieces::next);
        this.output = new WatchedWriter(writer, this::isHttp10);
    }

    public WatchedWriter output() {
        return output;
    }

    /**
     * The next bytes from the client, or null at the end.
     *
     * @throws FailureException with {@code TooLarge} if one request takes more than any may
     */
    byte @Nullable [] next() {
        if (phase == Phase.ANSWERING) {
            enter(connection().hasBegunNext() ? Phase.ARRIVING : Phase.IDLE);
        }
        byte[] bytes = read();
        if (bytes != null) {
            if (phase == Phase.IDLE) {
                enter(Phase.ARRIVING);
            }
            lastReceived = System.nanoTime();
            long soFar = received.addAndGet(bytes.length);
            if (phase == Phase.ARRIVING && soFar > mostBytes) {
                throw new FailureException(new Failure.TooLarge("the request is too large"));
            }
        }
        return bytes;
    }

    private byte @Nullable [] read() {
        waited.start();
        try {
            return input.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerConnectionException("the server stops", e);
        } finally {
            waited.stop();
        }
    }

    /** So much of a body is still to be read, says the client. */
    void coming(long bytes) {
        pieces.coming(bytes);
    }

    /**
     * A request whose body is still to be read begins to be handled.
     *
     * @param most the most bytes that its body may have
     */
    public void bodyExpected(long most) {
        mostBytes = mostBytes(most);
        if (phase != Phase.ARRIVING) {
            enter(Phase.ARRIVING);
        }
    }

    /** A rough limit, never under the server's own; whoever reads the body knows the exact one. */
    private long mostBytes(long mostBody) {
        long body = Math.clamp(mostBody, limits.body(), ENDLESS);
        return limits.headers() + CHUNKING_OVERHEAD * body;
    }

    /** The request has been read to its end. */
    public synchronized void requestComplete() {
        if (phase == Phase.ARRIVING || phase == Phase.IDLE) {
            enter(Phase.ANSWERING);
        }
    }

    /**
     * An answer begins though its request has not been read to its end. From now on a client that
     * is too slow with the rest is cut without a word.
     *
     * @return false if the client has just been told that its request came too late
     */
    public synchronized boolean answerEarly() {
        answeringEarly = true;
        return phase != Phase.EXPIRED;
    }

    private synchronized void enter(Phase next) {
        if (phase != Phase.EXPIRED && phase != Phase.CUT) {
            phaseSince = System.nanoTime();
            received.set(0);
            pieces.reset();
            waited.reset();
            phase = next;
        }
    }

    /**
     * Runs the action, once, as soon as it is seen that the client has left, until the result is
     * closed.
     */
    public Presence whenClientLeaves(Runnable action) {
        input.onEnd(action);
        return input::forgetEnd;
    }

    /** The client may leave; what runs for it can still be cancelled. */
    public void letClientLeave() {
        input.stopLooking();
    }

    /** The time in which somebody wants to know whether the client has left. */
    public interface Presence extends AutoCloseable {
        @Override
        void close();
    }

    /** Whether the client has left, or was cut. */
    public boolean clientLeft() {
        return phase == Phase.CUT || input.ended();
    }

    /** Why the client was cut; empty if it was not. */
    public Optional<CutShort> cutShort() {
        return Optional.ofNullable(cutShort);
    }

    /** Whether the client was told that its request came too late. */
    boolean expired() {
        return phase == Phase.EXPIRED;
    }

    /**
     * Ends what runs for this client, since the server stops. One whose request is waited for gets
     * an answer; others have somebody who answers.
     */
    void stop(Supplier<byte[]> answer) {
        if (waited.present(System.nanoTime()) > 0) {
            expire(CutShort.STOPPING, answer);
        }
        input.runOnEnd();
    }

    /** The connection on this socket, which is made after its watch. */
    void over(WatchedConnection watched) {
        connection = watched;
    }

    public WatchedConnection connection() {
        return Objects.requireNonNull(connection, "a watch without connection");
    }

    /** Whether the present request came by HTTP/1.0; Helidon takes all for HTTP/1.1. */
    public boolean isHttp10() {
        return connection().requestLine().http10();
    }

    /** Takes no further request on this connection. */
    public void endAfterAnswer() {
        connection().endAfterAnswer();
    }

    /** A request was answered; if it was read to its end, the next may come by a new reader. */
    public void answered() {
        if (phase == Phase.ANSWERING) {
            connection().answered();
        }
    }

    /**
     * Reads and throws away what the client still sends of a request that was answered early.
     *
     * <p>Closing a socket with unread bytes resets the connection, and a client that is still
     * sending would never see the answer.
     */
    void linger() {
        if (phase != Phase.ARRIVING) {
            return;
        }
        enter(Phase.LINGERING);
        lastReceived = System.nanoTime();
        try {
            while (next() != null) {
                // Thrown away.
            }
        } catch (ServerConnectionException | FailureException e) {
            // Closed by the sweeper, or enough.
        }
    }

    @Override
    public void check(long now) {
        long writingSince = output.writingSince();
        if (writingSince != 0 && now - writingSince > timeouts.write().toNanos()) {
            cutShort = CutShort.UNREAD;
            cut();
            return;
        }
        long inPhase = now - phaseSince;
        switch (phase) {
            case IDLE -> {
                if (inPhase > timeouts.idle().toNanos()) {
                    cut();
                }
            }
            case ARRIVING -> {
                if (isLate(now)) {
                    expire(CutShort.LATE, timeoutAnswer);
                } else {
                    lookWhetherClientLeft(inPhase);
                }
            }
            case LINGERING -> {
                if (inPhase > LINGER.toNanos() || now - lastReceived > LINGER_SILENCE.toNanos()) {
                    cut();
                }
            }
            case ANSWERING -> lookWhetherClientLeft(inPhase);
            case EXPIRED, CUT -> {}
        }
    }

    /** Also while the request arrives: who handles it may work long before he reads on. */
    private void lookWhetherClientLeft(long inPhase) {
        if (inPhase > QUICK.toNanos()) {
            input.lookAhead();
        }
    }

    /** Whether its client is silent, or slow from the beginning. */
    private boolean isLate(long now) {
        return waited.present(now) > timeouts.read().toNanos()
                || waited.nanos(now) > timeToArrive().toNanos();
    }

    private Duration timeToArrive() {
        return timeouts.read().plusSeconds(received.get() / SLOWEST_BYTES_PER_SECOND);
    }

    private void expire(CutShort why, Supplier<byte[]> answer) {
        synchronized (this) {
            if (phase != Phase.ARRIVING) {
                return;
            }
            cutShort = why;
            if (!answeringEarly) {
                phase = Phase.EXPIRED;
                Thread.ofVirtual().name("http-expired").start(() -> answerNow(answer));
                return;
            }
        }
        cut();
    }

    /** Nobody else writes: what would answer has not got the request, or asks before it begins. */
    private void answerNow(Supplier<byte[]> answer) {
        try {
            output.write(BufferData.create(answer.get()));
        } catch (RuntimeException e) {
            // It has left, or does not read either.
        } finally {
            close();
        }
    }

    /** Closes the connection and cancels what runs for it. */
    public void cut() {
        synchronized (this) {
            phase = Phase.CUT;
        }
        try {
            input.runOnEnd();
        } finally {
            close();
        }
    }

    /** Interrupts what handles a request without a look at the connection. */
    void interrupt() {
        WatchedConnection watched = connection;
        if (watched != null) {
            watched.close(true);
        }
    }

    private void close() {
        try {
            socket.close();
        } catch (UncheckedIOException e) {
            // It is closed already.
        }
    }
}
