package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.json.reading.EightBytes;

/** A search for line ends that looks at eight bytes at a time. */
final class LineBreaks {
    private LineBreaks() {}

    /**
     * Returns the position of the next line feed or carriage return; {@code to} if there is none
     * before it.
     */
    static int next(byte[] text, int from, int to) {
        int i = from;
        while (i + Long.BYTES <= to) {
            long found = EightBytes.lineBreaks(EightBytes.at(text, i));
            if (found != 0) {
                return i + EightBytes.first(found);
            }
            i += Long.BYTES;
        }
        while (i < to && text[i] != '\n' && text[i] != '\r') {
            i++;
        }
        return i;
    }
}
