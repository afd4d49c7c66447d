package dev.chasqui.benchmarks.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;

/**
 * The whole answer to one request, which is sent on a connection of its own by a blocking thread.
 * Meant for callers with so few requests that a thread for each costs nothing.
 *
 * @param status the HTTP status
 * @param body the body without the transfer coding
 */
public record OneAnswer(int status, byte[] body) {
    private static final int READ_AT_ONCE = 8192;
    private static final int OK = 200;
    private static final int NANOS_PER_MILLI = 1_000_000;

    /**
     * Sends a request and waits for the end of the answer.
     *
     * @throws SocketTimeoutException if the whole answer does not arrive in time
     * @throws IOException if the connection is refused, or the answer is cut off
     */
    public static OneAnswer of(RawRequest ask, Duration patience) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), ask.port())) {
            WritableByteChannel out = Channels.newChannel(socket.getOutputStream());
            out.write(ask.bytes().duplicate());
            AnswerReader answer = new AnswerReader();
            byte[] bytes = new byte[READ_AT_ONCE];
            while (!answer.isDone()) {
                socket.setSoTimeout(millisUntil(end));
                int count = socket.getInputStream().read(bytes);
                if (count < 0) {
                    throw new IOException("the connection ended before the answer was whole");
                }
                answer.add(ByteBuffer.wrap(bytes, 0, count));
            }
            byte[] body = new byte[answer.bodySize()];
            System.arraycopy(answer.body(), 0, body, 0, body.length);
            return new OneAnswer(answer.status(), body);
        }
    }

    private static int millisUntil(long end) throws SocketTimeoutException {
        long left = Math.ceilDiv(end - System.nanoTime(), NANOS_PER_MILLI);
        if (left <= 0) {
            throw new SocketTimeoutException("no whole answer in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    /** Returns true if the status is 200 and the body meets the condition. */
    public boolean fits(RawRequest.Expected expected) {
        return status == OK && expected.fits(body, body.length);
    }

    /** Returns the status and the beginning of the body, for messages. */
    public String summary() {
        int most = 200;
        return "status "
                + status
                + ": "
                + new String(body, 0, Math.min(most, body.length), UTF_8).strip();
    }
}
