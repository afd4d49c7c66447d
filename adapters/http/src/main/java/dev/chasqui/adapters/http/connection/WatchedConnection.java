package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;

import io.helidon.common.buffers.DataReader;
import io.helidon.common.concurrency.limits.FixedLimit;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.spi.ServerConnection;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A connection of a client, from its first request to its last.
 *
 * <p>Its requests are read by one reader after another. Helidon's reader keeps its bytes in a
 * linked list, and a node that was read still points to the next one. If such a node has grown old,
 * as it does while a stream is answered, every young collection keeps all bytes that were read
 * after it, bodies included, until a full collection. A new reader ends that list.
 *
 * <p>Handled by one thread; any thread may close it.
 */
public final class WatchedConnection implements ServerConnection, InterruptableTask<Void> {
    /**
     * The number of requests before the reader is replaced. A pipelined request delays it; a new
     * reader costs little.
     */
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
     * Creates the connection with its first reader.
     *
     * @param http1 makes a connection whose requests come from the reader
     * @param client returns the next bytes of the client; null at the end
     * @param mostHead the most bytes of a request's headers
     * @param refusal the failure by which all requests but probes are refused; empty for a regular
     *     connection
     * @param end runs when the connection is over
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

    /**
     * Replaces the reader, unless the connection is to end. A thread that ends it concurrently
     * either closes the new reader's connection, or its flag is seen here.
     */
    private boolean renew() {
        renewing = false;
        requests = 0;
        reader = new StrictReader(client, mostHead);
        current = http1.apply(reader);
        return !ending;
    }

    /**
     * Reports that a request was read to its end and answered. The present reader stays while it
     * holds a part of the next request, or if this thread was interrupted.
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

    /**
     * Goes on in another protocol until that ends; called by the handler of the last request.
     *
     * @param protocol makes a connection of the other protocol, whose bytes come from the reader
     */
    void goOn(Function<DataReader, ServerConnection> protocol) throws InterruptedException {
        ServerConnection other = protocol.apply(reader);
        current = other;
        if (ending) {
            other.close(false);
        }
        other.handle(FixedLimit.create());
    }

    /** Returns the first line of the present request. */
    public RequestLine requestLine() {
        return reader.requestLine();
    }

    /** Returns true if a part of the next request came with the present one. */
    boolean hasBegunNext() {
        return reader.available() > 0;
    }

    /**
     * Returns the failure by which all requests but probes are refused; empty for a regular
     * connection.
     */
    public Optional<Failure> refusal() {
        return refusal;
    }

    /** Takes no further request. A request that is being handled goes on. */
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

    /**
     * {@inheritDoc} True while it only waits for a request, so that a server that stops may
     * interrupt it.
     */
    @Override
    public boolean canInterrupt() {
        return current instanceof InterruptableTask<?> task && task.canInterrupt();
    }
}
