package dev.chasqui.domain.text;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * A number of 64 bits for texts, by which equal ones are recognised. It is quick, and no proof:
 * whoever wants to can find two texts with the same one. For use by one thread.
 */
public final class Fingerprint {
    private static final int BITS = 32;

    private final Checksum high = new CRC32();
    private final Checksum low = new CRC32C();

    /** Adds bytes; returns this object. */
    public Fingerprint add(byte[] bytes, int from, int to) {
        high.update(bytes, from, to - from);
        low.update(bytes, from, to - from);
        return this;
    }

    /** Adds a text and a mark of its end; returns this object. */
    public Fingerprint add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return add(bytes, 0, bytes.length).add(0);
    }

    /** Adds a number; returns this object. */
    public Fingerprint add(long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            int one = (int) (number >>> shift);
            high.update(one);
            low.update(one);
        }
        return this;
    }

    /** Returns the number; it is never 0. */
    public long value() {
        long value = high.getValue() << BITS | low.getValue();
        return value == 0 ? 1 : value;
    }
}
