package dev.chasqui.adapters.upstream.client;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataReader;
import io.helidon.common.buffers.DataWriter;
import io.helidon.common.socket.HelidonSocket;
import io.helidon.common.socket.PlainSocket;
import io.helidon.webclient.api.ClientConnection;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Arrays;

/**
 * One of our connections in the form that Helidon's client needs: our dialer makes it, cancelling
 * closes it, and our limits of time and bytes hold. Helidon itself has no limit of bytes: it reads
 * a chunk whole, however large it claims to be.
 */
final class ProbeConnection implements ClientConnection {
    /**
     * The largest size of an answer with its head, in bytes; the lists of the largest hosted
     * services are shorter.
     */
    static final int MAX_BYTES = 4 * 1024 * 1024;

    private final Connection connection;
    private final ReadLimit limit;
    private final DataReader reader;
    private final HelidonSocket socket;
    private int received;

    /**
     * @param limit the limit of time for one question
     */
    ProbeConnection(Connection connection, ReadLimit limit) {
        this.connection = connection;
        this.limit = limit;
        this.reader = DataReader.create(this::next);
        this.socket = PlainSocket.client(connection.socket(), "probe");
    }

    /** Returns the next bytes; null at the end. */
    private byte @Nullable [] next() {
        byte[][] taken = new byte[1][];
        try {
            int count =
                    connection
                            .inflow()
                            .pass(
                                    MAX_BYTES,
                                    (bytes, from, to) ->
                                            taken[0] = Arrays.copyOfRange(bytes, from, to));
            received += Math.max(0, count);
            if (received > MAX_BYTES) {
                throw new ProtocolException("it is longer than " + MAX_BYTES + " bytes");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return taken[0];
    }

    @Override
    public DataReader reader() {
        return reader;
    }

    @Override
    public DataWriter writer() {
        return new Writer();
    }

    @Override
    public String channelId() {
        return socket.childSocketId();
    }

    @Override
    public HelidonSocket helidonSocket() {
        return socket;
    }

    /** Ignores Helidon's timeout: our own limit holds. */
    @Override
    public void readTimeout(Duration timeout) {}

    @Override
    public void closeResource() {
        try {
            connection.close();
        } catch (IOException e) {
            // The connection is dropped; an exception of its close changes nothing.
        }
    }

    /** Closes the connection, since it serves one question only. */
    @Override
    public void releaseResource() {
        closeResource();
    }

    /** A writer of requests, which are small. */
    private final class Writer implements DataWriter {
        @Override
        public void write(BufferData... buffers) {
            write(BufferData.create(buffers));
        }

        @Override
        public void write(BufferData buffer) {
            byte[] bytes = new byte[buffer.available()];
            buffer.read(bytes);
            try {
                connection.send(bytes, new byte[0], limit);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void writeNow(BufferData... buffers) {
            write(buffers);
        }

        @Override
        public void writeNow(BufferData buffer) {
            write(buffer);
        }
    }
}
