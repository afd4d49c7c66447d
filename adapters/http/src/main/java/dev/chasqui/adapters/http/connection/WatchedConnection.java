package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A connection of one of the server's clients, from its first request to its last.
 *
 * <p>One reader after another reads its requests. Helidon's keeps what it has got in a linked list,
 * and what has been read of it still points to what comes next. Where such a node has become old,
 * as they do while a stream is answered, every young collection keeps all that was read after it,
 * bodies included, until everything is collected.
 *
 * <p>Handled by one thread; closed by any.
 */
public final class WatchedConnection implements ServerConnection, InterruptableTask<Void> {
    /** So many are kept in vain, unless they come without a pause; a new reader costs little. */
    public static final int REQUESTS_PER_READER = 16;

    private final Function<DataReader, ServerConnection> http1;
    private final Supplier<byte @Nullable []> client;
    private final int mostHead;
    private final Optional<Failure> refusal;
    private final Runnable end;
    private StrictReader reader;
    private volatile ServerConnection current;
    private volatile boolean ending;
    private boolean renewing;
    private int requests;

    /**
     * @param http1 a connection whose requests come from this reader
     * @param client the bytes that come; null at their end
     * @param mostHead most bytes of a request's headers
     * @param refusal why probes alone are answered on it, if that is so
     * @param end what remains to be done when it is over
     */
    WatchedConnection(
            Function<DataReader, ServerConnection> http1,
            Supplier<byte @Nullable []> client,
            int mostHead,
            Optional<Failure> refusal,
            Runnable end) {
        this.http1 = http1;
        this.client = client;
        this.mostHead = mostHead;
        this.refusal = refusal;
        this.end = end;
        this.reader = new StrictReader(client, mostHead);
        this.current = http1.apply(reader);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            current.handle(limit);
            while (renewing && renew()) {
                current.handle(limit);
            }
        } finally {
            end.run();
        }
    }

    /** Goes on with a new reader, unless it is to end: who ends it sees the new one or is seen. */
    private boolean renew() {
        renewing = false;
        requests = 0;
        reader = new StrictReader(client, mostHead);
        current = http1.apply(reader);
        return !ending;
    }

    /**
     * A request was read to its end and answered, says who handled it. The present reader stays
     * while it holds some of the next one, or if this thread was told to stop.
     */
    void answered() {
        requests++;
        if (requests >= REQUESTS_PER_READER
                && reader.available() == 0
                && !Thread.currentThread().isInterrupted()) {
            renewing = true;
            current.close(false);
        }
    }

    /** The first line of the request that is handled. */
    public RequestLine requestLine() {
        return reader.requestLine();
    }

    /** Whether a part of the next request came with the present one. */
    boolean hasBegunNext() {
        return reader.available() > 0;
    }

    /** Why probes alone are answered on it; empty if it is one of those that there may be. */
    public Optional<Failure> refusal() {
        return refusal;
    }

    /** Takes no further request. While one is handled this only keeps the next from being read. */
    void endAfterAnswer() {
        close(false);
    }

    @Override
    public Duration idleTime() {
        return current.idleTime();
    }

    @Override
    public void close(boolean interrupt) {
        ending = true;
        current.close(interrupt);
    }

    /** Whether it only waits for a request, so that a server that stops may interrupt it. */
    @Override
    public boolean canInterrupt() {
        return current instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
