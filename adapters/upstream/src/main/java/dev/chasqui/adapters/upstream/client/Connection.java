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
 * One connection to a server, ready for use. Used by one thread at a time, but may be closed by any
 * thread at any time, which ends every wait for it.
 */
public final class Connection implements Closeable {
    /**
     * Less than a usual system takes for a server that does not read, so that the write does not
     * wait for one that answers instead.
     */
    private static final int SMALL = 48 * 1024;

    private static final int PIECE = 64 * 1024;
    private static final ReadLimit UNSET = ReadLimit.each("nothing", Duration.ofMillis(1));

    private final SocketChannel channel;

    /** What the channel itself brings, under TLS what is still encrypted. */
    private final InputStream raw;

    private final OutputStream out;
    private final boolean secured;
    private final Deadlines deadlines;
    private final PieceSource source;
    private final Inflow inflow;
    private final Deadlines.Wait wait;
    private volatile boolean sent = true;

    /** The last request whose body flowed. */
    private volatile @Nullable RequestSending flowing;

    /**
     * @param channel what is closed; closing a TLS socket would wait for a write
     * @param socket the channel's own socket, or TLS over it, without a timeout
     * @param deadlines what ends reads that wait too long
     * @param loop what waits for the pieces of long replies, unless they come over TLS
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

    /** The socket below TLS. */
    Socket socket() {
        return channel.socket();
    }

    Inflow inflow() {
        return inflow;
    }

    /**
     * Sends a request. A large one is sent by a thread of its own, so that an answer that comes
     * before its end is seen: a server that refuses a body need not read it.
     *
     * @param limit how long a small one may take
     * @throws IOException only if a small one could not be sent; of a large one the answer tells
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
            throw wait.missed() ? new ReadLimit.TooSlowException(limit) : e;
        } finally {
            wait.end();
        }
    }

    /** Begins to send a request whose body flows. */
    void send(RequestSending sending, byte[] head) {
        sent = false;
        flowing = sending;
        sending.start(head, out, deadlines.watch(source));
    }

    /** The sending is over; a request that was not sent whole leaves a connection of no use. */
    void sendingEnded(boolean whole, boolean failed) {
        sent = whole;
        if (failed) {
            try {
                close();
            } catch (IOException e) {
                // It is of no use any more, whatever it says.
            }
        }
    }

    /** Why the request could not be sent, which is also why reading its answer failed. */
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
            // The reader of the answer sees the same end, or an answer that came before it.
        }
    }

    /** Writes the head and the beginning of the body so that they go out together. */
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

    /** Whether all of the last request has gone out. */
    boolean hasSent() {
        return sent;
    }

    /**
     * The answer comes in many pieces, with a pause before each. Of no effect while the request is
     * still being sent, for which the channel must block.
     */
    void expectPieces() {
        if (sent) {
            source.expectPieces();
        }
    }

    /**
     * The answer is over, and the next request may be sent.
     *
     * @return false if the connection is of no more use
     */
    boolean endPieces() {
        try {
            source.endPieces();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether no byte has come since the last answer; an end is not seen. Cheap. */
    boolean isSilent() {
        try {
            return !inflow.hasBytes() && raw.available() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Whether the connection can carry another request: nothing has come since the last answer,
     * neither bytes nor an end. Does not wait, but costs several calls of the kernel.
     */
    boolean isQuiet() {
        if (inflow.hasBytes()) {
            return false;
        }
        try {
            channel.configureBlocking(false);
            // Under TLS a byte read here is missing there; but then the connection is not used.
            boolean quiet = channel.read(ByteBuffer.allocate(1)) == 0;
            channel.configureBlocking(true);
            return quiet;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        wait.forget();
        source.close();
    }
}
