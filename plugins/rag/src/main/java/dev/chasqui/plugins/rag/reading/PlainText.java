package dev.chasqui.plugins.rag.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes text: by its byte order mark, else as UTF-8, else by the charset that came with it, else
 * as windows-1252, which has a meaning for nearly every byte.
 */
final class PlainText {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private static final int LONGEST_MARK = 3;

    /** How much of a text is looked at, to tell whether it is one. */
    private static final int SAMPLE = 8192;

    private PlainText() {}

    static String decode(Upload upload) throws IOException {
        String text = decoded(upload);
        if (text.indexOf('\0') >= 0 || isMostlyControls(text)) {
            throw FileReader.unreadable(
                    upload.name(), "is not text but binary data; " + FileReader.UNDERSTOOD);
        }
        return text;
    }

    private static String decoded(Upload upload) throws IOException {
        Source source = upload.source();
        byte[] head = source.head(LONGEST_MARK);
        if (marked(head, 0xEF, 0xBB, 0xBF)) {
            return decoded(source, 3, lenient(StandardCharsets.UTF_8));
        }
        if (marked(head, 0xFF, 0xFE)) {
            return decoded(source, 2, lenient(StandardCharsets.UTF_16LE));
        }
        if (marked(head, 0xFE, 0xFF)) {
            return decoded(source, 2, lenient(StandardCharsets.UTF_16BE));
        }
        try {
            return decoded(source, 0, StandardCharsets.UTF_8.newDecoder());
        } catch (CharacterCodingException e) {
            return decoded(source, 0, lenient(charset(upload.contentType()).orElse(WESTERN)));
        }
    }

    /** Decodes bit by bit, so that the bytes are never in memory as a whole. */
    private static String decoded(Source source, int from, CharsetDecoder decoder)
            throws IOException {
        StringBuilder text = new StringBuilder(Math.toIntExact(source.length()));
        try (InputStream in = source.open()) {
            in.skipNBytes(from);
            Reader reader = new InputStreamReader(in, decoder);
            char[] some = new char[SAMPLE];
            for (int got = reader.read(some); got >= 0; got = reader.read(some)) {
                text.append(some, 0, got);
            }
        }
        return text.toString();
    }

    private static CharsetDecoder lenient(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /** The charset that a content type names, if there is such a one. */
    static Optional<Charset> charset(Optional<String> contentType) {
        return contentType
                .map(type -> type.replaceFirst("(?i)^[^;]*;.*?charset=\"?([^\";\\s]+).*$", "$1"))
                .filter(name -> name.matches("[A-Za-z0-9][A-Za-z0-9.:_+-]*"))
                .filter(Charset::isSupported)
                .map(Charset::forName);
    }

    private static boolean marked(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i == bytes.length || Byte.toUnsignedInt(bytes[i]) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isMostlyControls(String text) {
        int length = Math.min(text.length(), SAMPLE);
        long controls =
                text.chars()
                        .limit(length)
                        .filter(c -> Character.isISOControl(c) && !Character.isWhitespace(c))
                        .count();
        return controls * 10 > length;
    }
}
