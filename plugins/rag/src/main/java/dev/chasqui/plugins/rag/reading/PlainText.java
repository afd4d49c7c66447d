package dev.chasqui.plugins.rag.reading;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;

/** Decodes text, each byte that means nothing in its {@link TextCharset} as {@code U+FFFD}. */
final class PlainText {
    /** How much of a text is looked at, to tell whether it is one. */
    private static final int SAMPLE = 8192;

    private PlainText() {}

    static String decode(Upload upload, Kind kind) throws IOException {
        String text = decoded(upload.source(), TextCharset.of(upload, kind));
        if (text.indexOf('\0') >= 0) {
            throw binary(upload);
        }
        refuseControls(upload, text);
        return text;
    }

    /**
     * Refuses what is no text but was decoded as one.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid}
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

    /** Decodes bit by bit, so that the bytes are never in memory as a whole. */
    private static String decoded(Source source, TextCharset charset) throws IOException {
        StringBuilder text = new StringBuilder(Math.toIntExact(source.length()));
        try (InputStream in = source.open()) {
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
