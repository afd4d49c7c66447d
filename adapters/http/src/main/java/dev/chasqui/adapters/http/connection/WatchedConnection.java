package dev.chasqui.adapters.http.connection;

import dev.chasqui.domain.failure.Failure;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.concurrency.limits.Limit;
import io.helidon.common.task.InterruptableTask;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.spi.ServerConnection;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
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

    private final BiFunction<DataReader, DataWriter, ServerConnection> http1;
    private final Supplier<byte @Nullable []> client;
    private final DataWriter output;
    private final int mostHead;
    private final Optional<Failure> refusal;
    private final Runnable end;
    private StrictReader reader;
    private @Nullable UpgradedProtocol upgraded;
    private volatile ServerConnection current;
    private volatile boolean ending;
    private boolean renewing;
    private int requests;

    /**
     * Creates the connection with its first reader.
     *
     * @param http1 makes a connection whose requests come from the reader, and whose answers go to
     *     the writer
     * @param client returns the next bytes of the client; null at the end
     * @param output the writer to the client
     * @param mostHead the most bytes of a request's headers
     * @param refusal the failure by which all requests but probes are refused; empty for a regular
     *     connection
     * @param end runs when the connection is over
     */
    WatchedConnection(
            BiFunction<DataReader, DataWriter, ServerConnection> http1,
            Supplier<byte @Nullable []> client,
            DataWriter output,
            int mostHead,
            Optional<Failure> refusal,
            Runnable end) {
        this.http1 = http1;
        this.client = client;
        this.output = output;
        this.mostHead = mostHead;
        this.refusal = refusal;
        this.end = end;
        this.reader = new StrictReader(client, mostHead);
        this.current = http1.apply(reader, output);
    }

    @Override
    public void handle(Limit limit) throws InterruptedException {
        try {
            handleAll(limit);
        } catch (CloseConnectionException e) {
            UpgradedProtocol protocol = upgraded;
            if (protocol == null) {
                throw e;
            }
            handleUpgraded(protocol, limit);
        } finally {
            end.run();
        }
    }

    private void handleAll(Limit limit) throws InterruptedException {
        current.handle(limit);
        while (renewing && renew()) {
            current.handle(limit);
        }
    }

    private void handleUpgraded(UpgradedProtocol protocol, Limit limit)
            throws InterruptedException {
        try {
            if (renew()) {
                handleAll(limit);
            }
        } finally {
            protocol.end();
        }
    }

    /**
     * Continues the connection with another protocol once the present request has ended by a {@link
     * CloseConnectionException}. Called once, by the thread of the connection.
     *
     * @param protocol makes the protocol of the source of the client's further bytes and the writer
     *     to the client
     */
    public void upgrade(
            BiFunction<Supplier<byte @Nullable []>, DataWriter, UpgradedProtocol> protocol) {
        StrictReader before = reader;
        upgraded =
                protocol.apply(
                        () -> {
                            int left = before.available();
                            return left > 0 ? bytes(before.readBuffer(left)) : client.get();
                        },
                        output);
    }

    private static byte[] bytes(BufferData data) {
        byte[] bytes = new byte[data.available()];
        data.read(bytes, 0, bytes.length);
        return bytes;
    }

    /**
     * Replaces the reader, unless the connection is to end. A thread that ends it concurrently
     * either closes the new reader's connection, or its flag is seen here.
     */
    private boolean renew() {
        renewing = false;
        requests = 0;
        UpgradedProtocol protocol = upgraded;
        reader = new StrictReader(protocol == null ? client : protocol::next, mostHead);
        current = http1.apply(reader, protocol == null ? output : protocol.output());
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
