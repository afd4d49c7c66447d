package dev.chasqui.adapters.upstream.client;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

import javax.net.ssl.SSLSocket;

/**
 * One connection to a server, ready for use. Used by one thread at a time; any thread may close it
 * at any time, which ends every wait for it.
 */
public final class Connection implements Closeable {
    /**
     * The largest request, in bytes, that is written by the caller's own thread. Usual systems
     * buffer that much for a server that does not read, so the write does not block if the server
     * answers early instead.
     */
    private static final int SMALL = 48 * 1024;

    private static final int PIECE = 64 * 1024;
    private static final ReadLimit UNSET = ReadLimit.each("nothing", Duration.ofMillis(1));

    private final SocketChannel channel;

    /** The bytes of the channel itself; under TLS they are encrypted. */
    private final InputStream raw;

    private final OutputStream out;
    private final boolean secured;
    private final Deadlines deadlines;
    private final PieceSource source;
    private final Inflow inflow;
    private final Deadlines.Wait wait;
    private volatile boolean sent = true;

    /** The sending of the last request with a streamed body. */
    private volatile @Nullable RequestSending flowing;

    /**
     * Wraps a connected channel.
     *
     * @param channel the channel, which {@link #close} closes; closing a TLS socket would wait for
     *     a write
     * @param socket the channel's own socket, or TLS over it, without a timeout
     * @param deadlines the timer that ends reads that wait too long
     * @param loop the loop that waits for the pieces of long replies; not used under TLS
     */
    Connection(SocketChannel channel, Socket socket, Deadlines deadlines, PieceLoop loop)
            throws IOException {
        this.channel = channel;
        this.deadlines = deadlines;
        this.raw = channel.socket().getInputStream();
        this.out = socket.getOutputStream();
        this.secured = socket instanceof SSLSocket;
        this.source =
                new PieceSource(channel, socket.getInputStream()::read, secured ? null : loop);
        this.wait = deadlines.watch(source);
        this.inflow = new Inflow(source, wait, UNSET);
    }

    /** Returns the socket below TLS. */
    Socket socket() {
        return channel.socket();
    }

    Inflow inflow() {
        return inflow;
    }

    /**
     * Sends a request. A large one is sent by a thread of its own, so that the caller sees an
     * answer that comes before the request is complete: a server may refuse a body without reading
     * it.
     *
     * @param limit the longest time for sending a small request
     * @throws IOException if a small request could not be sent; the failure of a large one shows
     *     when its answer is read
     */
    void send(byte[] head, byte[] body, ReadLimit limit) throws IOException {
        if (head.length + body.length > SMALL) {
            sent = false;
            Thread.startVirtualThread(() -> sendInPieces(head, body));
            return;
        }
        wait.begin(limit);
        try {
            write(head, body, body.length);
        } catch (IOException e) {
            throw wait.expired() ? new ReadLimit.TooSlowException(limit) : e;
        } finally {
            wait.end();
        }
    }

    /** Begins to send a request with a streamed body. */
    void send(RequestSending sending, byte[] head) {
        sent = false;
        flowing = sending;
        sending.start(head, out, deadlines.watch(source));
    }

    /**
     * Notes that the sending of a request has ended. After an incomplete request the connection
     * cannot be used again.
     *
     * @param whole true if the request was sent completely
     * @param failed true if the connection is to be closed
     */
    void sendingEnded(boolean whole, boolean failed) {
        sent = whole;
        if (failed) {
            try {
                close();
            } catch (IOException e) {
                // The connection is dropped; an exception of its close changes nothing.
            }
        }
    }

    /**
     * Returns the failure of the request's sending, which is then also the reason why the answer
     * could not be read.
     */
    Optional<IOException> sendingFailure() {
        return Optional.ofNullable(flowing).map(RequestSending::failure);
    }

    private void sendInPieces(byte[] head, byte[] body) {
        try {
            int first = Math.min(PIECE, body.length);
            write(head, body, first);
            for (int from = first; from < body.length; from += PIECE) {
                out.write(body, from, Math.min(PIECE, body.length - from));
            }
            out.flush();
            sent = true;
        } catch (IOException e) {
            // The thread that reads the answer sees the same end, or an answer that came before it.
        }
    }

    /** Writes the head and the beginning of the body in one call, so that they travel together. */
    private void write(byte[] head, byte[] body, int ofBody) throws IOException {
        if (secured) {
            byte[] joined = Arrays.copyOf(head, head.length + ofBody);
            System.arraycopy(body, 0, joined, head.length, ofBody);
            out.write(joined);
            out.flush();
            return;
        }
        ByteBuffer[] both = {ByteBuffer.wrap(head), ByteBuffer.wrap(body, 0, ofBody)};
        while (both[0].hasRemaining() || both[1].hasRemaining()) {
            channel.write(both);
        }
    }

    /** Returns true if the last request was sent completely. */
    boolean hasSent() {
        return sent;
    }

    /**
     * Announces an answer in many pieces, with a pause before each. Has no effect while the request
     * is still being sent, since the channel must block for that.
     */
    void expectPieces() {
        if (sent) {
            source.expectPieces();
        }
    }

    /**
     * Ends the mode of {@link #expectPieces}, so that the next request can be sent.
     *
     * @return false if the connection cannot be used again
     */
    boolean endPieces() {
        try {
            source.endPieces();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns true if no byte has come since the last answer; does not notice the end of the
     * stream. Cheap.
     */
    boolean hasNoInput() {
        try {
            return !inflow.hasBytes() && raw.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns true if the connection can carry another request: since the last answer neither bytes
     * nor the end of the stream have come. Does not wait, but costs several system calls.
     */
    boolean isReusable() {
        if (inflow.hasBytes()) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            // Under TLS the byte read here would be lost, but then the connection is not used
            // again.
            boolean silent = channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return silent;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        wait.remove();
        source.close();
    }
}
