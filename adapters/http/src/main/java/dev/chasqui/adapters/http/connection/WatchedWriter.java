package dev.chasqui.adapters.http.connection;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/**
 * Writes to a client and notes since when, so that one that takes nothing is noticed; gathers what
 * shall go out together.
 *
 * <p>Used by one thread at a time, but for {@link #writingSince()}.
 */
public final class WatchedWriter implements DataWriter {
    /** A long answer is progress as long as pieces of this size are taken. */
    private static final int PIECE = 64 * 1024;

    private static final String END_OF_HEAD = "\r\n\r\n";

    private final DataWriter socket;
    private final BooleanSupplier interimUnknown;
    private volatile long writingSince;

    /** No buffer of Helidon's: its growing one forgets what it holds when it grows (4.5.0). */
    private @Nullable ByteArrayOutputStream gathered;

    /**
     * @param interimUnknown whether the client's protocol has no answers before the answer
     */
    WatchedWriter(DataWriter socket, BooleanSupplier interimUnknown) {
        this.socket = socket;
        this.interimUnknown = interimUnknown;
    }

    /** When the write that goes on began, by {@link System#nanoTime()}; 0 if there is none. */
    long writingSince() {
        return writingSince;
    }

    /** Keeps back what is written from now on. */
    public void gather() {
        gathered = new ByteArrayOutputStream(1024);
    }

    /** Writes what was kept back, at once. */
    public void release() {
        ByteArrayOutputStream whole = gathered;
        gathered = null;
        if (whole != null) {
            send(BufferData.create(whole.toByteArray()));
        }
    }

    /** Writes the head of the answer that was kept back, and forgets what was to come behind it. */
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

    /** Helidon writes in this way that a client may go on, and nothing else (4.5.0). */
    @Override
    public void writeNow(BufferData buffer) {
        if (!interimUnknown.getAsBoolean()) {
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
