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
 * The counts of decoding bytes with a charset, which show whether the bytes can be a text in it.
 * The bytes are read in blocks, and none is kept.
 */
final class CharsetTally {
    private static final int BLOCK = 1 << 16;

    private long ascii;
    private long foreign;
    private long damaged;
    private long odd;
    private long zeros;

    private CharsetTally() {}

    /**
     * Decodes bytes with a charset and counts the characters by their kind.
     *
     * @throws IOException if they cannot be read
     */
    static CharsetTally of(FileBytes file, Charset charset) throws IOException {
        CharsetTally tally = new CharsetTally();
        CharsetDecoder decoder =
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer bytes = ByteBuffer.allocate(BLOCK);
        CharBuffer chars = CharBuffer.allocate(BLOCK);
        try (InputStream in = file.open()) {
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

    /** Returns the number of ASCII characters, zeros not counted. */
    long ascii() {
        return ascii;
    }

    /** Returns the number of characters beyond ASCII. */
    long foreign() {
        return foreign;
    }

    /** Returns the number of byte sequences that mean nothing in the charset. */
    long damaged() {
        return damaged;
    }

    /**
     * Returns the number of characters that are zero, as in binary data or in texts of two bytes
     * per character.
     */
    long zeros() {
        return zeros;
    }

    /** Returns true if this is a faultless text except for some zeros. */
    boolean isTextWithZeros() {
        return damaged == 0 && odd == zeros && zeros * 2 < ascii + foreign;
    }

    /** Returns true if nearly all characters beyond ASCII are such as a text may hold. */
    boolean isText() {
        return (damaged + odd) * 4 <= foreign || damaged + odd == 0;
    }

    /** Returns true if nearly all characters, ASCII or not, are such as a text may hold. */
    boolean isClean() {
        return (damaged + odd) * 20 <= ascii + foreign;
    }
}
