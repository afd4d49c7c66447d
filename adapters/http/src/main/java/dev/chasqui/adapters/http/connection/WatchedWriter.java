package dev.chasqui.adapters.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * The writer to a client. It notes the begin of each write, so that a client that reads nothing is
 * noticed, and can gather writes that should go out together.
 *
 * <p>Used by one thread at a time, except for {@link #writingSince()}.
 */
public final class WatchedWriter implements DataWriter {
    /** The size in bytes of the pieces of a long answer; the timeout holds for each piece. */
    private static final int PIECE = 64 * 1024;

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final DataWriter socket;
    private final BooleanSupplier noInterimAnswers;
    private volatile long writingSince;

    /**
     * The bytes that are held back; null if writes go out at once. This is no buffer of Helidon's,
     * whose growing one loses its content when it grows (4.5.0).
     */
    private @Nullable ByteArrayOutputStream gathered;

    /**
     * Wraps the writer of a socket.
     *
     * @param noInterimAnswers returns true if the client's protocol has no interim answers
     */
    WatchedWriter(DataWriter socket, BooleanSupplier noInterimAnswers) {
        this.socket = socket;
        this.noInterimAnswers = noInterimAnswers;
    }

    /**
     * Returns the time of {@link System#nanoTime()} at which the running write began; 0 if there is
     * none.
     */
    long writingSince() {
        return writingSince;
    }

    /** Holds back the bytes that are written from now on. */
    public void gather() {
        gathered = new ByteArrayOutputStream(1024);
    }

    /** Writes the bytes that were held back in one piece. */
    public void release() {
        ByteArrayOutputStream whole = gathered;
        gathered = null;
        if (whole != null) {
            send(BufferData.create(whole.toByteArray()));
        }
    }

    /** Writes only the head of an answer that was held back, and drops the rest. */
    public void releaseHead() {
        ByteArrayOutputStream whole = gathered;
        gathered = null;
        if (whole != null) {
            String text = whole.toString(StandardCharsets.ISO_8859_1);
            int end = text.indexOf(END_OF_HEAD) + END_OF_HEAD.length();
            send(BufferData.create(whole.toByteArray(), 0, end));
        }
    }

    @Override
    public void write(BufferData... buffers) {
        write(BufferData.create(buffers));
    }

    @Override
    public void write(BufferData buffer) {
        ByteArrayOutputStream kept = gathered;
        if (kept == null) {
            send(buffer);
        } else {
            byte[] bytes = new byte[buffer.available()];
            buffer.read(bytes);
            kept.writeBytes(bytes);
        }
    }

    @Override
    public void writeNow(BufferData... buffers) {
        writeNow(BufferData.create(buffers));
    }

    /**
     * {@inheritDoc} Helidon calls this only to write {@code 100 Continue} (4.5.0), which HTTP/1.0
     * does not have.
     */
    @Override
    public void writeNow(BufferData buffer) {
        if (!noInterimAnswers.getAsBoolean()) {
            write(buffer);
        }
    }

    private void send(BufferData buffer) {
        try {
            while (buffer.available() > PIECE) {
                byte[] piece = new byte[PIECE];
                int length = buffer.read(piece);
                sendPiece(BufferData.create(piece, 0, length));
            }
            sendPiece(buffer);
        } finally {
            writingSince = 0;
        }
    }

    private void sendPiece(BufferData piece) {
        writingSince = System.nanoTime();
        socket.write(piece);
    }
}
