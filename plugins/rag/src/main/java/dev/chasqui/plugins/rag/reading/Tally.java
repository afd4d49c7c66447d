package dev.chasqui.plugins.rag.reading;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;

/**
 * What comes of bytes when they are decoded with a charset: whether they can be a text in it. The
 * bytes are read in blocks, and none is kept.
 */
final class Tally {
    private static final int BLOCK = 1 << 16;

    private long ascii;
    private long foreign;
    private long damaged;
    private long odd;
    private long zeros;

    private Tally() {}

    /**
     * Counts what a charset makes of bytes.
     *
     * @throws IOException if they cannot be read
     */
    static Tally of(Source source, Charset charset) throws IOException {
        Tally tally = new Tally();
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
        CharBuffer chars = CharBuffer.allocate(BLOCK);
        try (InputStream in = source.open()) {
            boolean end = false;
            while (!end) {
                int got = in.read(bytes.array(), bytes.position(), bytes.remaining());
                end = got < 0;
                bytes.position(bytes.position() + Math.max(got, 0)).flip();
                tally.decode(decoder, bytes, chars, end);
                bytes.compact();
            }
        }
        return tally;
    }

    private void decode(CharsetDecoder decoder, ByteBuffer bytes, CharBuffer chars, boolean end) {
        CoderResult result;
        do {
            result = decoder.decode(bytes, chars, end);
            count(chars.flip());
            chars.clear();
            if (result.isError()) {
                damaged++;
                bytes.position(bytes.position() + result.length());
            }
        } while (!result.isUnderflow());
    }

    private void count(CharBuffer chars) {
        for (int i = 0; i < chars.limit(); i++) {
            char c = chars.get(i);
            if (c == 0) {
                zeros++;
            } else if (c < 0x80) {
                ascii++;
            } else {
                foreign++;
            }
            if (isOdd(c)) {
                odd++;
            }
        }
    }

    private static boolean isOdd(char c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> !Character.isWhitespace(c) && c != 0x85;
            case Character.PRIVATE_USE, Character.UNASSIGNED -> true;
            default -> false;
        };
    }

    /** How many characters are ASCII. */
    long ascii() {
        return ascii;
    }

    /** How many characters are beyond ASCII. */
    long foreign() {
        return foreign;
    }

    /** How many sequences of bytes mean nothing. */
    long damaged() {
        return damaged;
    }

    /** How many characters are zero, as in binary data or in texts of two bytes per character. */
    long zeros() {
        return zeros;
    }

    /** Whether it is a faultless text but for some zeros. */
    boolean isTextWithZeros() {
        return damaged == 0 && odd == zeros && zeros * 2 < ascii + foreign;
    }

    /** Whether nearly every byte beyond ASCII means something that a text may hold. */
    boolean isText() {
        return (damaged + odd) * 4 <= foreign || damaged + odd == 0;
    }

    /** Whether all but a few characters are such as a text holds, ASCII or not. */
    boolean isClean() {
        return (damaged + odd) * 20 <= ascii + foreign;
    }
}
