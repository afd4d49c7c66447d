package dev.chasqui.testing;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The writer of an {@link Answer}'s response.
 *
 * <p>Bytes are sent with each piece, before each pause and at the end, so that a head travels with
 * the first piece, as from real servers. Once the peer has hung up, a pause throws. Used by one
 * thread.
 */
public final class ReplyWriter {
    private enum AtLimit {
        CUT,
        STALL
    }

    private final OutputStream out;
    private final CountDownLatch hungUp;
    private boolean chunked;
    private boolean closing;
    private long bodyLeft = Long.MAX_VALUE;
    private AtLimit atLimit = AtLimit.CUT;

    ReplyWriter(OutputStream out, CountDownLatch hungUp) {
        this.out = new BufferedOutputStream(out);
        this.hungUp = hungUp;
    }

    /**
     * Writes a status line and headers as they are. If {@code Transfer-Encoding: chunked} is among
     * them, each later piece is a chunk.
     *
     * @throws IOException if the connection is gone
     */
    public void head(String statusLine, List<Header> headers) throws IOException {
        chunked = new WireMessage(statusLine, headers, List.of()).isChunked();
        line(statusLine);
        for (Header header : headers) {
            line(header.name() + ": " + header.value());
        }
        line("");
    }

    /**
     * Writes and sends bytes of the body.
     *
     * @throws IOException if the connection is gone, or ends here because of {@link #cutAfter}
     */
    public void piece(byte[] bytes) throws IOException {
        int length = (int) Math.min(bytes.length, bodyLeft);
        if (length > 0 && chunked) {
            line(Integer.toHexString(length));
            out.write(bytes, 0, length);
            line("");
        } else {
            out.write(bytes, 0, length);
        }
        out.flush();
        bodyLeft -= length;
        if (bodyLeft == 0) {
            if (atLimit == AtLimit.STALL) {
                awaitHangUp();
            }
            throw new IOException("cut as the answer wants it");
        }
    }

    /** Writes and sends text of the body as UTF-8; see {@link #piece(byte[])}. */
    public void piece(String text) throws IOException {
        piece(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Ends the body, with the last chunk if it is chunked.
     *
     * @throws IOException if the connection is gone
     */
    public void end() throws IOException {
        if (chunked) {
            line("0");
            line("");
        }
        out.flush();
    }

    /**
     * Writes and sends raw bytes, head and framing included.
     *
     * @throws IOException if the connection is gone
     */
    public void raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /**
     * Stays silent for a while.
     *
     * @throws IOException if the peer hung up meanwhile
     */
    public void pause(Duration duration) throws IOException {
        out.flush();
        try {
            if (hungUp.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the peer hung up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /**
     * Stays silent until the peer hangs up.
     *
     * @throws IOException always, once the peer has hung up
     */
    public void awaitHangUp() throws IOException {
        pause(Duration.ofDays(1));
    }

    /** Makes the connection close within the body, after this many of its bytes. */
    void cutAfter(long bodyBytes) {
        bodyLeft = bodyBytes;
        atLimit = AtLimit.CUT;
    }

    /** Makes the answer fall silent within the body, after this many of its bytes. */
    void stallAfter(long bodyBytes) {
        bodyLeft = bodyBytes;
        atLimit = AtLimit.STALL;
    }

    /** Makes the connection close once the answer is written. */
    void closeAfterwards() {
        closing = true;
    }

    boolean isClosing() {
        return closing;
    }

    private void line(String text) throws IOException {
        out.write((text + "\r\n").getBytes(StandardCharsets.UTF_8));
    }
}
