package dev.chasqui.plugins.rag.reading;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The charsets that a file declares: in its content type and in its first lines. */
final class Declarations {
    /** The first bytes of a file, in which a declaration is searched. */
    private static final int HEAD = 8192;

    private static final Pattern IN_TYPE =
            Pattern.compile("(?i);\\s*charset\\s*=\\s*[\"']?\\s*([^\"';\\s]+)");
    private static final Pattern IN_XML =
            Pattern.compile("(?i)^\\s*<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']\\s*([^\"'\\s>]+)");
    private static final Pattern IN_HTML =
            Pattern.compile("(?i)<meta\\s[^>]*?charset\\s*=\\s*[\"']?\\s*([^\"'\\s/>;]+)");
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?(?:-->|$)");

    private Declarations() {}

    /** Returns the declared charsets that this JVM supports, the most trusted first. */
    static List<Charset> of(Upload upload, FileKind kind) throws IOException {
        List<Charset> declared = new ArrayList<>();
        upload.contentType().flatMap(type -> found(IN_TYPE, type)).ifPresent(declared::add);
        String head = new String(upload.bytes().head(HEAD), StandardCharsets.ISO_8859_1);
        found(IN_XML, head).map(Declarations::asRead).ifPresent(declared::add);
        if (kind == FileKind.HTML) {
            found(IN_HTML, COMMENT.matcher(head).replaceAll(""))
                    .map(Declarations::asRead)
                    .ifPresent(declared::add);
        }
        return declared;
    }

    /** Returns true if a charset uses two bytes or more for every character, including ASCII. */
    static boolean isWide(Charset charset) {
        String name = charset.name().toUpperCase(Locale.ROOT);
        return name.contains("UTF-16") || name.contains("UTF-32");
    }

    /**
     * Returns the charset that the web means by a name. An old charset stands for the larger one
     * that replaced it, so that its quotation marks and newer characters are not lost.
     *
     * @return the charset; empty if none has this name
     */
    static Optional<Charset> named(String name) {
        try {
            String known = name.equalsIgnoreCase("ISO-8859-8-I") ? "ISO-8859-8" : name;
            return Charset.isSupported(known)
                    ? Optional.of(Charset.forName(larger(Charset.forName(known).name())))
                    : Optional.empty();
        } catch (IllegalCharsetNameException e) {
            return Optional.empty();
        }
    }

    private static String larger(String name) {
        String larger =
                switch (name) {
                    case "US-ASCII", "ISO-8859-1" -> "windows-1252";
                    case "ISO-8859-9" -> "windows-1254";
                    case "TIS-620", "x-iso-8859-11" -> "x-windows-874";
                    case "Shift_JIS" -> "windows-31j";
                    case "EUC-KR" -> "x-windows-949";
                    case "GB2312", "GBK" -> "GB18030";
                    case "Big5" -> "Big5-HKSCS";
                    default -> name;
                };
        return Charset.isSupported(larger) ? larger : name;
    }

    /**
     * Returns UTF-8 instead of a wide charset: a declaration that was read as ASCII cannot be part
     * of a wide text.
     */
    private static Charset asRead(Charset declared) {
        return isWide(declared) ? StandardCharsets.UTF_8 : declared;
    }

    private static Optional<Charset> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? named(matcher.group(1)) : Optional.empty();
    }
}
