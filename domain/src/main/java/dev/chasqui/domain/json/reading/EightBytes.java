package dev.chasqui.domain.json.reading;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of a text in one long, to look for several bytes at once.
 *
 * <p>A find sets the high bit of its byte in the result. Only the lowest one that is set is sure to
 * be a find, since the subtractions borrow from what is above; so ask for the {@link #first}.
 */
public final class EightBytes {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long EACH = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** Bytes that are looked at together while nothing special is among them: prompts are long. */
    static final int STRIDE = 4 * Long.BYTES;

    private EightBytes() {}

    /** The eight bytes from here on. */
    public static long at(byte[] text, int i) {
        return (long) LONGS.get(text, i);
    }

    /** What ends a run of plain ASCII in a JSON string: quote, backslash, control, not ASCII. */
    static long special(long word) {
        return marked(word) & HIGH_BITS;
    }

    /** As {@link #special}, with more than the high bits. */
    private static long marked(long word) {
        // Turning one bit puts the quote where the space was, just above the controls.
        long controlsAndQuotes = (word ^ (('"' ^ ' ') * EACH)) - (' ' + 1) * EACH;
        long backslashes = (word ^ ('\\' * EACH)) - EACH;
        return controlsAndQuotes | backslashes | word;
    }

    /** Whether one of the bytes in the stride from here on is special. */
    static boolean isSpecialInStride(byte[] text, int i) {
        long marked =
                marked(at(text, i))
                        | marked(at(text, i + Long.BYTES))
                        | marked(at(text, i + 2 * Long.BYTES))
                        | marked(at(text, i + 3 * Long.BYTES));
        return (marked & HIGH_BITS) != 0;
    }

    /** Line feeds and carriage returns. */
    public static long lineBreaks(long word) {
        long feeds = (word ^ ('\n' * EACH)) - EACH;
        long returns = (word ^ ('\r' * EACH)) - EACH;
        return (feeds | returns) & ~word & HIGH_BITS;
    }

    /** How many bytes are before the first find; at least one must be found. */
    public static int first(long found) {
        return Long.numberOfTrailingZeros(found) / Byte.SIZE;
    }
}
