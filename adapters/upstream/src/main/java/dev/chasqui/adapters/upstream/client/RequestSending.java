package dev.chasqui.adapters.upstream.client;

import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * The sending of one request with a streamed body, on a thread of its own, so that an answer that
 * comes before the request is complete is seen.
 *
 * <p>Only one piece of the body is in memory: the body is read no faster than the server takes it.
 * If the body breaks off, or if the server takes nothing of it for too long, the connection is
 * closed and {@link #failure} holds the reason.
 */
final class RequestSending {
    /** The number of bytes of the body that are read and sent at once. */
    private static final int PIECE = 64 * 1024;

    /** The largest length in bytes of the size line in front of a chunk, with its line end. */
    private static final int LONGEST_SIZE = Integer.toHexString(PIECE).length() + 2;

    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final RequestContent.Flowing body;
    private final Connection connection;
    private final ReadLimit limit;
    private volatile @Nullable IOException failure;
    private volatile Deadlines.@Nullable Wait deadline;
    private volatile boolean over;

    /** The time at which it was over, by {@link System#nanoTime()}. */
    private volatile long endedAt;

    /**
     * @param connection the connection that carries the request; closed if the body or the time
     *     fails
     * @param stall the longest time for which the server may take nothing of the request
     */
    RequestSending(RequestContent.Flowing body, Connection connection, Duration stall) {
        this.body = body;
        this.connection = connection;
        this.limit = ReadLimit.each("it to take more of the request", stall);
    }

    /**
     * Returns the failure of the body or of its time limit; null if the sending did not fail, or
     * failed with the connection.
     */
    @Nullable IOException failure() {
        IOException known = failure;
        if (known != null) {
            return known;
        }
        // The reader may see the closed connection before the sending thread does.
        Deadlines.Wait writes = deadline;
        return writes != null && writes.expired() ? new ReadLimit.TooSlowException(limit) : null;
    }

    /** Returns the nanoseconds since it was over; 0 while it goes on. */
    long nanosSinceEnd() {
        return over ? System.nanoTime() - endedAt : 0;
    }

    /**
     * Starts the thread that sends the request.
     *
     * @param head the head of the request
     * @param out the output of the connection
     * @param wait the timer that ends a write that takes too long
     */
    void start(byte[] head, OutputStream out, Deadlines.Wait wait) {
        deadline = wait;
        Output output = new Output(out, wait, limit);
        Thread.ofVirtual().name("request-body").start(() -> run(head, output));
    }

    private void run(byte[] head, Output out) {
        boolean whole = false;
        try (InputStream in = body.open()) {
            out.write(head, 0, head.length);
            if (body.length().isPresent()) {
                sendSized(in, out);
            } else {
                sendInChunks(in, out);
            }
            whole = true;
        } catch (BrokenBodyException | ReadLimit.TooSlowException e) {
            failure = e;
        } catch (IOException e) {
            // The thread that reads the answer sees the same end, or an answer that came before it.
            whole = false;
        } catch (RuntimeException | Error e) {
            failure = new BrokenBodyException(e);
        } finally {
            out.deadline.remove();
            endedAt = System.nanoTime();
            over = true;
            connection.sendingEnded(whole, failure != null);
        }
    }

    private void sendSized(InputStream in, Output out) throws IOException {
        byte[] piece = new byte[PIECE];
        for (int got = read(in, piece, 0); got >= 0; got = read(in, piece, 0)) {
            out.write(piece, 0, got);
        }
    }

    private void sendInChunks(InputStream in, Output out) throws IOException {
        byte[] chunk = new byte[LONGEST_SIZE + PIECE + LINE_END.length];
        for (int got = read(in, chunk, LONGEST_SIZE);
                got >= 0;
                got = read(in, chunk, LONGEST_SIZE)) {
            if (got > 0) {
                byte[] size =
                        (Integer.toHexString(got) + "\r\n").getBytes(StandardCharsets.US_ASCII);
                int from = LONGEST_SIZE - size.length;
                System.arraycopy(size, 0, chunk, from, size.length);
                System.arraycopy(LINE_END, 0, chunk, LONGEST_SIZE + got, LINE_END.length);
                out.write(chunk, from, size.length + got + LINE_END.length);
            }
        }
        out.write(LAST_CHUNK, 0, LAST_CHUNK.length);
    }

    private static int read(InputStream in, byte[] into, int offset) throws BrokenBodyException {
        try {
            return in.read(into, offset, PIECE);
        } catch (IOException | RuntimeException e) {
            throw new BrokenBodyException(e);
        }
    }

    /** The connection's output with a time limit for each write. */
    private record Output(OutputStream stream, Deadlines.Wait deadline, ReadLimit limit) {
        void write(byte[] bytes, int offset, int length) throws IOException {
            deadline.begin(limit);
            try {
                stream.write(bytes, offset, length);
                stream.flush();
            } catch (IOException e) {
                throw deadline.expired() ? new ReadLimit.TooSlowException(limit) : e;
            } finally {
                deadline.end();
            }
        }
    }

    /** The failure of the request's own body, which is not the server's fault. */
    static final class BrokenBodyException extends IOException {
        BrokenBodyException(Throwable cause) {
            super("the body of the request broke off", cause);
        }

        /**
         * Returns the failure that broke the body off; {@code Cancelled} if its cause is no
         * failure.
         */
        FailureException toFailure() {
            return getCause() instanceof FailureException failure
                    ? failure
                    : BackendFaults.cancelled();
        }
    }
}
