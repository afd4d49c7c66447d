package dev.chasqui.domain.json.reading;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of a text in one long, to search for several bytes at once.
 *
 * <p>A match sets the high bit of its byte in the result. Only the lowest set bit is certain to be
 * a match, since the subtractions borrow from higher bytes; so use only {@link #first}.
 */
public final class EightBytes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /**
     * The number of bytes that are checked together, as long as none is special: prompts are long.
     */
    static final int STRIDE = 4 * Long.BYTES;

    private EightBytes() {}

    /** Returns the eight bytes from an index on. */
    public static long at(byte[] text, int i) {
        return (long) LONGS.get(text, i);
    }

    /**
     * Marks the bytes that end a run of plain ASCII in a JSON string: quote, backslash, control
     * character, not ASCII.
     */
    static long special(long word) {
        return marked(word) & HIGH_BITS;
    }

    /** As {@link #special}, but other bits than the high bits may be set, too. */
    private static long marked(long word) {
        // Flipping one bit swaps the quote and the space: the quote then lies just above the
        // controls.
        long controlsAndQuotes = (word ^ (('"' ^ ' ') * EACH)) - (' ' + 1) * EACH;
        long backslashes = (word ^ ('\\' * EACH)) - EACH;
        return controlsAndQuotes | backslashes | word;
    }

    /** Returns true if one of the bytes in the stride from an index on is special. */
    static boolean isSpecialInStride(byte[] text, int i) {
        long marked =
                marked(at(text, i))
                        | marked(at(text, i + Long.BYTES))
                        | marked(at(text, i + 2 * Long.BYTES))
                        | marked(at(text, i + 3 * Long.BYTES));
        return (marked & HIGH_BITS) != 0;
    }

    /** Marks line feeds and carriage returns. */
    public static long lineBreaks(long word) {
        long feeds = (word ^ ('\n' * EACH)) - EACH;
        long returns = (word ^ ('\r' * EACH)) - EACH;
        return (feeds | returns) & ~word & HIGH_BITS;
    }

    /** Returns the number of bytes before the first match; there must be a match. */
    public static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
