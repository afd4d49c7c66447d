package dev.chasqui.adapters.dialects;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of a text in one long, to look for several bytes at once.
 *
 * <p>What is found is told by the high bits of a long, a byte each. Only the lowest one that is set
 * is exact: the subtractions borrow from what is above. So results may be joined by {@code |}, and
 * {@link #first} asked for the first find.
 */
final class EightBytes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private EightBytes() {}

    /** The eight bytes from here on. */
    static long at(byte[] text, int i) {
        return (long) LONGS.get(text, i);
    }

    /** Those that are this ASCII character. */
    static long equal(long word, char c) {
        return ((word ^ (c * EACH)) - EACH) & ~word & HIGH_BITS;
    }

    /** Those that are below this ASCII character. */
    static long below(long word, char c) {
        return (word - c * EACH) & ~word & HIGH_BITS;
    }

    /** Those that are not ASCII. */
    static long notAscii(long word) {
        return word & HIGH_BITS;
    }

    /** How many bytes are before the first find; at least one must be found. */
    static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
