package dev.chasqui.plugins.rag.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;

/**
 * Decodes text with its {@link TextCharset}; bytes that mean nothing in it become {@code U+FFFD}.
 */
final class PlainText {
    /**
     * The characters at a text's beginning by which binary data is recognised, and the size of the
     * buffer for decoding.
     */
    private static final int SAMPLE = 8192;

    private PlainText() {}

    static String decode(Upload upload, FileKind kind) throws IOException {
        String text = decoded(upload.bytes(), TextCharset.of(upload, kind));
        if (text.indexOf('\0') >= 0) {
            throw binary(upload);
        }
        refuseControls(upload, text);
        return text;
    }

    /**
     * Refuses binary data that was decoded as text: more than a tenth of its beginning are control
     * characters.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it is binary data
     */
    static void refuseControls(Upload upload, String text) {
        int length = Math.min(text.length(), SAMPLE);
        long controls =
                text.chars()
                        .limit(length)
                        .filter(c -> Character.isISOControl(c) && !Character.isWhitespace(c))
                        .count();
        if (controls * 10 > length) {
            throw binary(upload);
        }
    }

    private static RuntimeException binary(Upload upload) {
        return FileReader.unreadable(
                upload.name(), "is not text but binary data; " + FileReader.UNDERSTOOD);
    }

    /** Decodes in blocks, so that the bytes are never in memory as a whole. */
    private static String decoded(FileBytes file, TextCharset charset) throws IOException {
        StringBuilder text = new StringBuilder(Math.toIntExact(file.length()));
        try (InputStream in = file.open()) {
            in.skipNBytes(charset.mark());
            Reader reader =
                    new InputStreamReader(
                            in,
                            charset.charset()
                                    .newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPLACE)
                                    .onUnmappableCharacter(CodingErrorAction.REPLACE));
            char[] some = new char[SAMPLE];
            for (int got = reader.read(some); got >= 0; got = reader.read(some)) {
                text.append(some, 0, got);
            }
        }
        return text.toString();
    }
}
