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
 * The charset of a text, found by one rule for all kinds of texts: its byte order mark; else the
 * declared charset, if the bytes agree with it; else UTF-8, if nearly all bytes are; else the
 * result of a detector; else windows-1252, which has a meaning for nearly every byte.
 *
 * @param charset the charset of the bytes after the mark
 * @param mark the length of the byte order mark in bytes; 0 without one
 */
record TextCharset(Charset charset, int mark) {
    private static final Charset WESTERN = Charset.forName("windows-1252");

    private static final int LONGEST_MARK = 4;

    /** The most bytes that the detector reads. */
    private static final int SAMPLE = 8000;

    private static final int LEAST_CONFIDENCE = 30;

    /** Charsets of Latin letters that share most of these with windows-1252. */
    private static final Set<String> NEARLY_WESTERN =
            Set.of("ISO-8859-2", "windows-1250", "ISO-8859-9", "windows-1254");

    /** The fewest bytes beyond ASCII that tell such a charset from windows-1252. */
    private static final int MIN_TELLING = 8;

    static TextCharset of(Upload upload, FileKind kind) throws IOException {
        byte[] head = upload.bytes().head(LONGEST_MARK);
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

    private static Charset unmarked(Upload upload, FileKind kind) throws IOException {
        FileBytes file = upload.bytes();
        CharsetTally utf8 = CharsetTally.of(file, StandardCharsets.UTF_8);
        for (Charset declared : Declarations.of(upload, kind)) {
            Optional<Charset> agreed = agreed(file, declared, utf8);
            if (agreed.isPresent()) {
                return agreed.get();
            }
        }
        if (utf8.zeros() > 0 && !utf8.isTextWithZeros()) {
            Optional<Charset> wide = wide(file);
            if (wide.isPresent()) {
                return wide.get();
            }
        }
        return isUtf8(utf8) ? StandardCharsets.UTF_8 : detected(file, kind).orElse(WESTERN);
    }

    /**
     * Returns the charset that a declaration means; empty if the bytes disagree with it. In a
     * charset of one byte per character every byte is a letter, so a text that is faultless UTF-8
     * is not taken for one.
     */
    private static Optional<Charset> agreed(FileBytes file, Charset declared, CharsetTally utf8)
            throws IOException {
        boolean faultless = utf8.damaged() == 0;
        if (Declarations.isWide(declared)) {
            if (faultless && utf8.zeros() == 0) {
                return Optional.of(StandardCharsets.UTF_8);
            }
            Charset wide =
                    declared.equals(StandardCharsets.UTF_16)
                            ? wide(file).orElse(StandardCharsets.UTF_16LE)
                            : declared;
            return CharsetTally.of(file, wide).isClean() ? Optional.of(wide) : Optional.empty();
        }
        if (declared.equals(StandardCharsets.UTF_8)) {
            return isUtf8(utf8) && utf8.zeros() == 0 ? Optional.of(declared) : Optional.empty();
        }
        boolean single = !declared.canEncode() || declared.newEncoder().maxBytesPerChar() == 1;
        boolean escapes = declared.name().startsWith("ISO-2022");
        if (faultless && !escapes && (single || utf8.foreign() == 0)) {
            return Optional.empty();
        }
        return CharsetTally.of(file, declared).isText() ? Optional.of(declared) : Optional.empty();
    }

    /**
     * Returns true if the bytes are UTF-8. Its sequences hardly arise by chance, so few are enough.
     */
    private static boolean isUtf8(CharsetTally utf8) {
        return utf8.damaged() <= utf8.foreign();
    }

    /**
     * Returns UTF-16 in the byte order that yields more ASCII; empty if the bytes are no clean
     * UTF-16.
     */
    private static Optional<Charset> wide(FileBytes file) throws IOException {
        CharsetTally little = CharsetTally.of(file, StandardCharsets.UTF_16LE);
        CharsetTally big = CharsetTally.of(file, StandardCharsets.UTF_16BE);
        boolean isLittle = little.ascii() > big.ascii();
        return (isLittle ? little : big).isClean()
                ? Optional.of(isLittle ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE)
                : Optional.empty();
    }

    private static Optional<Charset> detected(FileBytes file, FileKind kind) throws IOException {
        byte[] sample = kind == FileKind.HTML ? withoutTags(sample(file)) : sample(file);
        int foreign = 0;
        int letters = 0;
        for (byte b : sample) {
            foreign += b < 0 ? 1 : 0;
            letters += Character.isLetter(b) ? 1 : 0;
        }
        CharsetDetector detector = new CharsetDetector();
        detector.setText(sample);
        boolean telling = foreign >= MIN_TELLING;
        // No western language has more letters beyond ASCII than within it.
        int least = telling && foreign > letters ? 1 : LEAST_CONFIDENCE;
        for (CharsetMatch match : detector.detectAll()) {
            Optional<Charset> charset = trusted(match, least, telling);
            if (charset.isPresent()) {
                CharsetTally tally = CharsetTally.of(file, charset.get());
                boolean doubtful = match.getConfidence() < LEAST_CONFIDENCE;
                if (doubtful ? tally.damaged() == 0 : tally.isText()) {
                    return charset;
                }
            }
        }
        return Optional.empty();
    }

    private static Optional<Charset> trusted(CharsetMatch match, int least, boolean telling) {
        String name = match.getName();
        boolean doubtful =
                match.getConfidence() < least
                        || name.startsWith("UTF-")
                        || (!telling && NEARLY_WESTERN.contains(name));
        return doubtful ? Optional.empty() : Declarations.named(name);
    }

    /** Returns bytes from the first word on that is not ASCII; the bytes before tell nothing. */
    private static byte[] sample(FileBytes file) throws IOException {
        long word = 0;
        try (InputStream in = new BufferedInputStream(file.open(), 1 << 16)) {
            long at = 0;
            for (int b = in.read(); b >= 0 && b < 0x80; b = in.read()) {
                at++;
                word = b <= ' ' ? at : word;
            }
        }
        try (InputStream in = file.open()) {
            in.skipNBytes(word);
            return in.readNBytes(SAMPLE);
        }
    }

    /**
     * Returns a page without its tags. The detector can remove tags itself, but only from pages
     * with more tags than short ones have.
     */
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
