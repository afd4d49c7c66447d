package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.ServerConnectionException;
import io.helidon.webserver.spi.ServerConnection;

import org.jspecify.annotations.Nullable;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * A watch over one connection. It notices that the client has left, and that the client takes too
 * long to send a request or to read an answer.
 *
 * <p>The {@link DeadlineSweeper} calls {@link #check} on every watch; the limits depend on the
 * {@link ConnectionPhase} of the connection. The thread of the connection reads through {@link
 * #next} and reports the progress of a request; {@link ReadAhead} reads while no thread wants
 * bytes. A watch closes connections and does not interrupt threads. Safe for use by several
 * threads.
 */
public final class ConnectionWatch implements DeadlineSweeper.Timed {
    /** The silence of the client after which lingering ends. */
    private static final Duration LINGER_SILENCE = Duration.ofMillis(250);

    /** The longest time of lingering. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /**
     * The age of an exchange at the first check for a client that left; most end sooner. With the
     * sweeper's interval, a client that leaves later is noticed within 100 ms.
     */
    private static final Duration PRESENCE_CHECK_DELAY = Duration.ofMillis(20);

    /** The largest growth of a body by chunks, with one byte in each chunk. */
    private static final int CHUNKING_OVERHEAD = 6;

    /** A size in bytes that no body has; a larger limit counts as this one. */
    private static final long UNLIMITED = 1L << 50;

    private final HelidonSocket socket;
    private final ServerTimeouts timeouts;
    private final ServerLimits limits;
    private final Supplier<byte[]> timeoutAnswer;
    private final SocketPieces pieces;
    private final ReadAhead input;
    private final WatchedWriter output;
    private volatile ConnectionPhase phase = ConnectionPhase.IDLE;
    private volatile long phaseSince = System.nanoTime();
    private volatile long mostBytes;
    private volatile IntConsumer upgradedInput = _ -> {};
    private volatile Duration upgradedIdle = Duration.ofMinutes(1);
    private volatile @Nullable CutReason cutReason;

    /** True while an answer is written before its request is complete. */
    private volatile boolean answeringEarly;

    private final AtomicLong received = new AtomicLong();
    private final WaitClock waited = new WaitClock();
    private volatile long lastReceived = phaseSince;
    private volatile @Nullable WatchedConnection connection;
    private volatile @Nullable Function<DataReader, ConnectionContext> contexts;

    /**
     * Creates a watch; {@link #attach} must follow.
     *
     * @param timeoutAnswer returns the answer to a request that has not arrived in time
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

    /** Returns the writer through which all answers go. */
    public WatchedWriter output() {
        return output;
    }

    /**
     * Returns the next bytes from the client; null at the end.
     *
     * @throws FailureException with {@code TooLarge} if one request takes more bytes than any may
     * @throws ServerConnectionException if the thread is interrupted, or the connection fails
     */
    byte @Nullable [] next() {
        if (phase == ConnectionPhase.ANSWERING) {
            enter(connection().hasBegunNext() ? ConnectionPhase.ARRIVING : ConnectionPhase.IDLE);
        }
        byte[] bytes = read();
        if (bytes != null) {
            if (phase == ConnectionPhase.IDLE) {
                enter(ConnectionPhase.ARRIVING);
            }
            lastReceived = System.nanoTime();
            upgradedInput.accept(bytes.length);
            long soFar = received.addAndGet(bytes.length);
            if (phase == ConnectionPhase.ARRIVING && soFar > mostBytes) {
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

    /**
     * Goes on in another protocol until that ends; called by the handler of the last request.
     *
     * @param protocol makes the connection of the other protocol
     * @param received gets the number of bytes that have come, on the connection's thread
     */
    public void goOn(Function<ConnectionContext, ServerConnection> protocol, IntConsumer received)
            throws InterruptedException {
        Function<DataReader, ConnectionContext> context = Objects.requireNonNull(contexts);
        upgradedInput = received;
        enter(ConnectionPhase.UPGRADED);
        connection().goOn(reader -> protocol.apply(context.apply(reader)));
    }

    /**
     * Sets the longest time until the next call of this method, or else the connection is cut; for
     * connections that go on in another protocol.
     */
    public void allow(Duration idle) {
        upgradedIdle = idle;
        enter(ConnectionPhase.UPGRADED);
    }

    /** Sets the number of body bytes that the client has yet to send, as it declared. */
    void expectBodyBytes(long bytes) {
        pieces.expectBodyBytes(bytes);
    }

    /**
     * Prepares for a request whose body is still to be read.
     *
     * @param most the most bytes that its body may have
     */
    public void bodyExpected(long most) {
        mostBytes = mostBytes(most);
        if (phase != ConnectionPhase.ARRIVING) {
            enter(ConnectionPhase.ARRIVING);
        }
    }

    /** Returns a rough limit, never below the server's own; the body's reader has the exact one. */
    private long mostBytes(long mostBody) {
        long body = Math.clamp(mostBody, limits.body(), UNLIMITED);
        return limits.headers() + CHUNKING_OVERHEAD * body;
    }

    /** Reports that the request has been read to its end. */
    public synchronized void requestComplete() {
        if (phase == ConnectionPhase.ARRIVING || phase == ConnectionPhase.IDLE) {
            enter(ConnectionPhase.ANSWERING);
        }
    }

    /**
     * Reports that an answer begins before its request has been read to its end. From now on a
     * client that is too slow with the rest is cut without an answer.
     *
     * @return false if the client has just been told that its request came too late
     */
    public synchronized boolean answerEarly() {
        answeringEarly = true;
        return phase != ConnectionPhase.EXPIRED;
    }

    private synchronized void enter(ConnectionPhase next) {
        if (phase != ConnectionPhase.EXPIRED && phase != ConnectionPhase.CUT) {
            phaseSince = System.nanoTime();
            received.set(0);
            pieces.reset();
            waited.reset();
            phase = next;
        }
    }

    /** Runs an action once when the client leaves, unless the result is closed before. */
    public LeaveRegistration whenClientLeaves(Runnable action) {
        input.onEnd(action);
        return input::removeEndAction;
    }

    /** Ignores that the client leaves; its exchange can still be cancelled. */
    public void ignoreClientLeaving() {
        input.ignoreEnd();
    }

    /** Returns true if the client has left or was cut. */
    public boolean clientLeft() {
        return phase == ConnectionPhase.CUT || input.ended();
    }

    /** Returns the reason for which the client was cut; empty if it was not. */
    public Optional<CutReason> cutReason() {
        return Optional.ofNullable(cutReason);
    }

    /** Returns true if the client was told that its request came too late. */
    boolean expired() {
        return phase == ConnectionPhase.EXPIRED;
    }

    /** Ends the exchange, since the server stops; a request that still arrives gets the answer. */
    void stop(Supplier<byte[]> answer) {
        if (waited.currentWait(System.nanoTime()) > 0) {
            expire(CutReason.STOPPING, answer);
        }
        input.runOnEnd();
    }

    /** Sets the connection on this socket, which is made after its watch. */
    void attach(
            WatchedConnection watched, Function<DataReader, ConnectionContext> contextOfReader) {
        connection = watched;
        contexts = contextOfReader;
    }

    /** Returns the connection on this socket. */
    public WatchedConnection connection() {
        return Objects.requireNonNull(connection, "a watch without connection");
    }

    /**
     * Returns true if the present request came by HTTP/1.0. Helidon takes all requests for
     * HTTP/1.1.
     */
    public boolean isHttp10() {
        return connection().requestLine().http10();
    }

    /** Takes no further request on this connection. */
    public void endAfterAnswer() {
        connection().endAfterAnswer();
    }

    /** Reports that a request was answered; a new reader may read the next one. */
    public void answered() {
        if (phase == ConnectionPhase.ANSWERING) {
            connection().answered();
        }
    }

    /**
     * Reads and drops the rest of a request that was answered early.
     *
     * <p>Closing a socket with unread bytes resets the connection, and a client that is still
     * sending would never see the answer.
     */
    void linger() {
        if (phase != ConnectionPhase.ARRIVING) {
            return;
        }
        enter(ConnectionPhase.LINGERING);
        lastReceived = System.nanoTime();
        try {
            while (next() != null) {
                // The bytes are dropped.
            }
        } catch (ServerConnectionException | FailureException e) {
            // The sweeper has closed the connection, or the request is too large.
        }
    }

    @Override
    public void check(long now) {
        long writingSince = output.writingSince();
        if (writingSince != 0 && now - writingSince > timeouts.write().toNanos()) {
            cutReason = CutReason.UNREAD;
            cut();
            return;
        }
        long inPhase = now - phaseSince;
        switch (phase) {
            case IDLE, UPGRADED -> {
                boolean upgraded = phase == ConnectionPhase.UPGRADED;
                if (inPhase > (upgraded ? upgradedIdle : timeouts.idle()).toNanos()) {
                    cut();
                }
            }
            case ARRIVING -> {
                if (waited.isLate(now, timeouts.read(), received.get())) {
                    expire(CutReason.LATE, timeoutAnswer);
                } else {
                    checkClientPresence(inPhase);
                }
            }
            case LINGERING -> {
                if (inPhase > LINGER.toNanos() || now - lastReceived > LINGER_SILENCE.toNanos()) {
                    cut();
                }
            }
            case ANSWERING -> checkClientPresence(inPhase);
            case EXPIRED, CUT -> {}
        }
    }

    /**
     * Checks for a client that left; a handler may work long before it reads the rest of a body.
     */
    private void checkClientPresence(long inPhase) {
        if (inPhase > PRESENCE_CHECK_DELAY.toNanos()) {
            input.startReadAhead();
        }
    }

    private void expire(CutReason why, Supplier<byte[]> answer) {
        synchronized (this) {
            if (phase != ConnectionPhase.ARRIVING) {
                return;
            }
            cutReason = why;
            if (!answeringEarly) {
                phase = ConnectionPhase.EXPIRED;
                Thread.ofVirtual().name("http-expired").start(() -> answerNow(answer));
                return;
            }
        }
        cut();
    }

    /**
     * Writes an answer and closes the connection. No other thread writes: the handler has no
     * complete request, or calls {@link #answerEarly} before it writes.
     */
    private void answerNow(Supplier<byte[]> answer) {
        try {
            output.write(BufferData.create(answer.get()));
        } catch (RuntimeException e) {
            // The client has left, or does not read either.
        } finally {
            close();
        }
    }

    /** Closes the connection and cancels its exchange. */
    public void cut() {
        synchronized (this) {
            phase = ConnectionPhase.CUT;
        }
        try {
            input.runOnEnd();
        } finally {
            close();
        }
    }

    /** Interrupts a handler that does not use the connection. */
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
            // The socket is closed already.
        }
    }
}
