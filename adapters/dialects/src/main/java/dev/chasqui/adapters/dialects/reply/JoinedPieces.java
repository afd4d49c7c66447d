package dev.chasqui.adapters.dialects.reply;

import java.io.ByteArrayOutputStream;

/**
 * A buffer of pieces that go out together. A single piece is returned without a copy. Used by one
 * thread.
 */
public final class JoinedPieces {
    private static final byte[] NOTHING = {};

    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);

    /**
     * True if there are several pieces, which {@link #joined} holds; else {@link #only} is the one
     * piece.
     */
    private boolean several;

    private byte[] only = NOTHING;

    /** Adds a piece, which must not be changed afterwards. */
    public void add(byte[] piece) {
        if (only.length == 0 && !several) {
            only = piece;
            return;
        }
        if (!several) {
            several = true;
            joined.writeBytes(only);
        }
        joined.writeBytes(piece);
    }

    /** Returns all pieces joined, and empties the buffer. */
    public byte[] take() {
        byte[] all = only;
        if (several) {
            all = joined.toByteArray();
            joined.reset();
            several = false;
        }
        only = NOTHING;
        return all;
    }
}
