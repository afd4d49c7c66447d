package dev.chasqui.plugins.rag.reading;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Decodes text: by its byte order mark, else as UTF-8, else by the charset that came with it, else
 * as windows-1252, which has a meaning for nearly every byte.
 */
final class PlainText {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    /** How much of a text is looked at, to tell whether it is one. */
    private static final int SAMPLE = 8192;

    private PlainText() {}

    static String decode(Upload upload) {
        String text = decoded(upload);
        if (text.indexOf('\0') >= 0 || isMostlyControls(text)) {
            throw FileReader.unreadable(
                    upload.name(), "is not text but binary data; " + FileReader.UNDERSTOOD);
        }
        return text;
    }

    private static String decoded(Upload upload) {
        byte[] bytes = upload.bytes();
        if (marked(bytes, 0xEF, 0xBB, 0xBF)) {
            return new String(bytes, 3, bytes.length - 3, StandardCharsets.UTF_8);
        }
        if (marked(bytes, 0xFF, 0xFE)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16LE);
        }
        if (marked(bytes, 0xFE, 0xFF)) {
            return new String(bytes, 2, bytes.length - 2, StandardCharsets.UTF_16BE);
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, charset(upload.contentType()).orElse(WESTERN));
        }
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
