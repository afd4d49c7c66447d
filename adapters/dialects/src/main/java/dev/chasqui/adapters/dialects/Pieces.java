package dev.chasqui.adapters.dialects;

import java.io.ByteArrayOutputStream;

/** The bytes that go out together. One piece alone goes out as it is, not as a copy. */
final class Pieces {
    private static final byte[] NOTHING = {};

    private final ByteArrayOutputStream joined = new ByteArrayOutputStream(0);
    private byte[] only = NOTHING;

    void add(byte[] piece) {
        if (joined.size() > 0) {
            joined.writeBytes(piece);
        } else if (only.length == 0) {
            only = piece;
        } else {
            joined.writeBytes(only);
            joined.writeBytes(piece);
            only = NOTHING;
        }
    }

    /** All that was added; then there is nothing. */
    byte[] take() {
        if (joined.size() > 0) {
            byte[] all = joined.toByteArray();
            joined.reset();
            return all;
        }
        byte[] all = only;
        only = NOTHING;
        return all;
    }
}
