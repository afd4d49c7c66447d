package dev.chasqui.adapters.dialects.reply;

import java.io.ByteArrayOutputStream;

/** The bytes that go out together. One piece alone goes out as it is, not as a copy. */
public final class Pieces {
    private static final byte[] NOTHING = {};

    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);

    /** Whether there are several pieces, which are joined; else there is this one. */
    private boolean several;

    private byte[] only = NOTHING;

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

    /** All that was added; then there is nothing. */
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
