package dev.chasqui.adapters.http.routes.websocket;

import io.helidon.common.buffers.BufferData;
import io.helidon.common.buffers.DataWriter;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * The server's side of the frames of a WebSocket (RFC 6455): it reads messages of text, answers
 * pings and the client's goodbye, and writes messages. A client that breaks the rules gets a reason
 * and no further message. Used by one thread.
 */
final class SocketFrames {
    /** The reasons for an end, as the RFC numbers them. */
    enum Reason {
        NORMAL(1000),
        GOING_AWAY(1001),
        PROTOCOL_ERROR(1002),
        NO_TEXT(1003),
        MALFORMED(1007),
        TOO_LARGE(1009);

        private final int code;

        Reason(int code) {
            this.code = code;
        }
    }

    private static final int FINAL = 0x80;
    private static final int RESERVED = 0x70;
    private static final int MASKED = 0x80;
    private static final int CONTINUATION = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int PING = 0x9;
    private static final int PONG = 0xA;
    private static final int LONGEST_CONTROL = 125;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;
    private static final int LONGEST_OF_TWO_BYTES = 0xFFFF;
    private static final int MASK_BYTES = 4;

    private final Supplier<byte @Nullable []> in;
    private final DataWriter out;
    private final int most;
    private final Runnable between;
    private byte[] piece = {};
    private int at;
    private boolean closed;

    /**
     * @param in returns the next bytes of the client; null at the end
     * @param out the writer to the client
     * @param most the most bytes of a message
     * @param between runs after a control frame that stands between two messages
     */
    SocketFrames(Supplier<byte @Nullable []> in, DataWriter out, int most, Runnable between) {
        this.in = in;
        this.out = out;
        this.most = most;
        this.between = between;
    }

    /** The end of the frames, in the middle of one or after the last one. */
    private static final class EndException extends Exception {
        private static final long serialVersionUID = 1L;

        EndException() {
            super(null, null, false, false);
        }
    }

    /** Returns the next message, and waits for it; null at the end. */
    @Nullable String message() {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        boolean begun = false;
        try {
            while (!closed) {
                int first = read();
                boolean last = (first & FINAL) != 0;
                int kind = first & 0xF;
                int second = read();
                long length = length(second & ~MASKED);
                boolean control = kind >= CLOSE;
                if ((first & RESERVED) != 0
                        || (second & MASKED) == 0
                        || (control && (!last || length > LONGEST_CONTROL))
                        || (kind == CONTINUATION && !begun)
                        || ((kind == TEXT || kind == BINARY) && begun)
                        || (kind > BINARY && kind < CLOSE)
                        || kind > PONG) {
                    close(Reason.PROTOCOL_ERROR);
                } else if (kind == BINARY) {
                    close(Reason.NO_TEXT);
                } else if (control) {
                    control(kind, payload(length, new ByteArrayOutputStream()));
                    if (!begun && !closed) {
                        between.run();
                    }
                } else if (length > most - message.size()) {
                    close(Reason.TOO_LARGE);
                } else {
                    begun = true;
                    payload(length, message);
                    if (last) {
                        return text(message.toByteArray());
                    }
                }
            }
        } catch (EndException e) {
            closed = true;
        }
        return null;
    }

    private void control(int kind, ByteArrayOutputStream payload) {
        switch (kind) {
            case PING -> write(PONG, payload.toByteArray());
            case CLOSE -> close(Reason.NORMAL);
            default -> {}
        }
    }

    private @Nullable String text(byte[] message) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message)).toString();
        } catch (CharacterCodingException e) {
            close(Reason.MALFORMED);
            return null;
        }
    }

    private long length(int said) throws EndException {
        if (said < TWO_BYTES) {
            return said;
        }
        int bytes = said == TWO_BYTES ? Short.BYTES : Long.BYTES;
        long length = 0;
        for (int i = 0; i < bytes; i++) {
            length = length << Byte.SIZE | read();
        }
        // A negative length is too large for any message, and for a control frame, too.
        return length < 0 ? Long.MAX_VALUE : length;
    }

    private ByteArrayOutputStream payload(long length, ByteArrayOutputStream to)
            throws EndException {
        int[] mask = new int[MASK_BYTES];
        for (int i = 0; i < MASK_BYTES; i++) {
            mask[i] = read();
        }
        for (long i = 0; i < length; i++) {
            to.write(read() ^ mask[(int) (i % MASK_BYTES)]);
        }
        return to;
    }

    private int read() throws EndException {
        while (at == piece.length) {
            byte[] next = in.get();
            if (next == null) {
                throw new EndException();
            }
            piece = next;
            at = 0;
        }
        return piece[at++] & 0xFF;
    }

    /** Writes a message. */
    void write(String message) {
        if (!closed) {
            write(TEXT, message.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Says goodbye, unless this was done; nothing is read or written afterwards. */
    void close(Reason reason) {
        if (!closed) {
            closed = true;
            write(CLOSE, new byte[] {(byte) (reason.code >> Byte.SIZE), (byte) reason.code});
        }
    }

    private void write(int kind, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 2 + Long.BYTES);
        frame.put((byte) (FINAL | kind));
        if (payload.length <= LONGEST_CONTROL) {
            frame.put((byte) payload.length);
        } else if (payload.length <= LONGEST_OF_TWO_BYTES) {
            frame.put((byte) TWO_BYTES).putShort((short) payload.length);
        } else {
            frame.put((byte) EIGHT_BYTES).putLong(payload.length);
        }
        frame.put(payload);
        out.write(BufferData.create(frame.array(), 0, frame.position()));
    }
}
