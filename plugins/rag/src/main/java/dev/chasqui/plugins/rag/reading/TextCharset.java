package dev.chasqui.plugins.rag.reading;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * The charset of a text, by one rule for all kinds of texts: its byte order mark; else what is
 * declared, if the bytes agree; else UTF-8, if all but a few bytes are; else what a detector says;
 * else windows-1252, which has a meaning for nearly every byte.
 *
 * @param charset with which the bytes after the mark are decoded
 * @param mark how many bytes the mark has; 0 without one
 */
record TextCharset(Charset charset, int mark) {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private static final int LONGEST_MARK = 4;

    /** As much as the detector looks at. */
    private static final int SAMPLE = 8000;

    private static final int LEAST_CONFIDENCE = 30;

    /** Charsets of Latin letters that share most of these with windows-1252. */
    private static final Set<String> NEARLY_WESTERN =
            Set.of("ISO-8859-2", "windows-1250", "ISO-8859-9", "windows-1254");

    /** How many bytes beyond ASCII tell such a charset from windows-1252. */
    private static final int TELLING = 8;

    static TextCharset of(Upload upload, Kind kind) throws IOException {
        byte[] head = upload.source().head(LONGEST_MARK);
        if (marked(head, 0xFF, 0xFE, 0, 0)) {
            return new TextCharset(StandardCharsets.UTF_32LE, 4);
        }
        if (marked(head, 0, 0, 0xFE, 0xFF)) {
            return new TextCharset(StandardCharsets.UTF_32BE, 4);
        }
        if (marked(head, 0xEF, 0xBB, 0xBF)) {
            return new TextCharset(StandardCharsets.UTF_8, 3);
        }
        if (marked(head, 0xFF, 0xFE)) {
            return new TextCharset(StandardCharsets.UTF_16LE, 2);
        }
        if (marked(head, 0xFE, 0xFF)) {
            return new TextCharset(StandardCharsets.UTF_16BE, 2);
        }
        return new TextCharset(unmarked(upload, kind), 0);
    }

    private static Charset unmarked(Upload upload, Kind kind) throws IOException {
        Source source = upload.source();
        Tally utf8 = Tally.of(source, StandardCharsets.UTF_8);
        for (Charset declared : Declarations.of(upload, kind)) {
            Optional<Charset> agreed = agreed(source, declared, utf8);
            if (agreed.isPresent()) {
                return agreed.get();
            }
        }
        if (utf8.zeros() > 0 && !utf8.isTextWithZeros()) {
            Optional<Charset> wide = wide(source);
            if (wide.isPresent()) {
                return wide.get();
            }
        }
        return isUtf8(utf8) ? StandardCharsets.UTF_8 : detected(source, kind).orElse(WESTERN);
    }

    /**
     * What a declaration comes to; empty if the bytes disagree with it. In a charset of one byte
     * each, any bytes are letters, so what is faultless UTF-8 is no such text.
     */
    private static Optional<Charset> agreed(Source source, Charset declared, Tally utf8)
            throws IOException {
        boolean faultless = utf8.damaged() == 0;
        if (Declarations.isWide(declared)) {
            if (faultless && utf8.zeros() == 0) {
                return Optional.of(StandardCharsets.UTF_8);
            }
            Charset wide =
                    declared.equals(StandardCharsets.UTF_16)
                            ? wide(source).orElse(StandardCharsets.UTF_16LE)
                            : declared;
            return Tally.of(source, wide).isClean() ? Optional.of(wide) : Optional.empty();
        }
        if (declared.equals(StandardCharsets.UTF_8)) {
            return isUtf8(utf8) && utf8.zeros() == 0 ? Optional.of(declared) : Optional.empty();
        }
        boolean single = !declared.canEncode() || declared.newEncoder().maxBytesPerChar() == 1;
        boolean escapes = declared.name().startsWith("ISO-2022");
        if (faultless && !escapes && (single || utf8.foreign() == 0)) {
            return Optional.empty();
        }
        return Tally.of(source, declared).isText() ? Optional.of(declared) : Optional.empty();
    }

    /** Sequences of UTF-8 hardly come about by chance, so few of them are proof enough. */
    private static boolean isUtf8(Tally utf8) {
        return utf8.damaged() <= utf8.foreign();
    }

    /** UTF-16 without a mark: the order of bytes that makes the more of it ASCII. */
    private static Optional<Charset> wide(Source source) throws IOException {
        Tally little = Tally.of(source, StandardCharsets.UTF_16LE);
        Tally big = Tally.of(source, StandardCharsets.UTF_16BE);
        boolean isLittle = little.ascii() > big.ascii();
        return (isLittle ? little : big).isClean()
                ? Optional.of(isLittle ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE)
                : Optional.empty();
    }

    private static Optional<Charset> detected(Source source, Kind kind) throws IOException {
        byte[] sample = kind == Kind.HTML ? withoutTags(sample(source)) : sample(source);
        int foreign = 0;
        int letters = 0;
        for (byte b : sample) {
            foreign += b < 0 ? 1 : 0;
            letters += Character.isLetter(b) ? 1 : 0;
        }
        CharsetDetector detector = new CharsetDetector();
        detector.setText(sample);
        boolean telling = foreign >= TELLING;
        // No western language has more letters beyond ASCII than others.
        int least = telling && foreign > letters ? 1 : LEAST_CONFIDENCE;
        for (CharsetMatch match : detector.detectAll()) {
            Optional<Charset> charset = believed(match, least, telling);
            if (charset.isPresent()) {
                Tally tally = Tally.of(source, charset.get());
                boolean doubtful = match.getConfidence() < LEAST_CONFIDENCE;
                if (doubtful ? tally.damaged() == 0 : tally.isText()) {
                    return charset;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Charset> believed(CharsetMatch match, int least, boolean telling) {
        String name = match.getName();
        boolean doubtful =
                match.getConfidence() < least
                        || name.startsWith("UTF-")
                        || (!telling && NEARLY_WESTERN.contains(name));
        return doubtful ? Optional.empty() : Declarations.named(name);
    }

    /** Bytes from the first word on that is not ASCII, since what is before says nothing. */
    private static byte[] sample(Source source) throws IOException {
        long word = 0;
        try (InputStream in = new BufferedInputStream(source.open(), 1 << 16)) {
            long at = 0;
            for (int b = in.read(); b >= 0 && b < 0x80; b = in.read()) {
                at++;
                word = b <= ' ' ? at : word;
            }
        }
        try (InputStream in = source.open()) {
            in.skipNBytes(word);
            return in.readNBytes(SAMPLE);
        }
    }

    /** The detector's own way to leave tags out wants more of them than short pages have. */
    private static byte[] withoutTags(byte[] page) {
        return new String(page, StandardCharsets.ISO_8859_1)
                .replaceAll("^[^<>]*>|<[^>]*>?", " ")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean marked(byte[] bytes, int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i == bytes.length || Byte.toUnsignedInt(bytes[i]) != mark[i]) {
                return false;
            }
        }
        return true;
    }
}
