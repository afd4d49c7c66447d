package dev.chasqui.adapters.dialects;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The check that bytes are UTF-8, overlong forms and surrogates excluded.
 *
 * <p>A JSON parser does not look closely at strings that it skips, and two readers of one body must
 * not disagree on what it says. ASCII is checked eight bytes at a time.
 */
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /** Where the first byte is that does not belong there; -1 if there is none. */
    static int firstInvalid(byte[] text, int from, int to) {
        int i = from;
        while (i < to) {
            if (i + Long.BYTES <= to && ((long) LONGS.get(text, i) & NOT_ASCII) == 0) {
                i += Long.BYTES;
            } else if (text[i] >= 0) {
                i++;
            } else {
                int length = characterAt(text, i, to);
                if (length == 0) {
                    return i;
                }
                i += length;
            }
        }
        return -1;
    }

    /** The length of the character of several bytes that begins here; 0 if none does. */
    private static int characterAt(byte[] text, int i, int to) {
        int lead = text[i] & 0xFF;
        int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (length == 0 || i + length > to) {
            return 0;
        }
        int second = text[i + 1] & 0xFF;
        int lowest = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int highest = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < lowest || second > highest) {
            return 0;
        }
        for (int k = 2; k < length; k++) {
            if ((text[i + k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }
}
