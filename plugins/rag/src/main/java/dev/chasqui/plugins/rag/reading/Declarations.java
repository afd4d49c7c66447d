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

/** The charsets that are said to be a file's: by its content type, and by its own first lines. */
final class Declarations {
    /** How far into a file a declaration is looked for. */
    private static final int HEAD = 8192;

    private static final Pattern IN_TYPE =
            Pattern.compile("(?i);\\s*charset\\s*=\\s*[\"']?\\s*([^\"';\\s]+)");
    private static final Pattern IN_XML =
            Pattern.compile("(?i)^\\s*<\\?xml\\s[^>]*?encoding\\s*=\\s*[\"']\\s*([^\"'\\s>]+)");
    private static final Pattern IN_HTML =
            Pattern.compile("(?i)<meta\\s[^>]*?charset\\s*=\\s*[\"']?\\s*([^\"'\\s/>;]+)");
    private static final Pattern COMMENT = Pattern.compile("(?s)<!--.*?(?:-->|$)");

    private Declarations() {}

    /** The charsets that are known among those declared, the strongest first. */
    static List<Charset> of(Upload upload, Kind kind) throws IOException {
        List<Charset> declared = new ArrayList<>();
        upload.contentType().flatMap(type -> found(IN_TYPE, type)).ifPresent(declared::add);
        String head = new String(upload.source().head(HEAD), StandardCharsets.ISO_8859_1);
        found(IN_XML, head).map(Declarations::asRead).ifPresent(declared::add);
        if (kind == Kind.HTML) {
            found(IN_HTML, COMMENT.matcher(head).replaceAll(""))
                    .map(Declarations::asRead)
                    .ifPresent(declared::add);
        }
        return declared;
    }

    /** Whether a charset has two bytes or more for every character, ASCII's too. */
    static boolean isWide(Charset charset) {
        String name = charset.name().toUpperCase(Locale.ROOT);
        return name.contains("UTF-16") || name.contains("UTF-32");
    }

    /**
     * A charset as the web means it: an old one stands for the larger one that took its place, so
     * that its quotation marks and newer characters are not lost.
     *
     * @return empty if there is none of this name
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

    /** A declaration that can be read as ASCII says of itself that it is not wide. */
    private static Charset asRead(Charset declared) {
        return isWide(declared) ? StandardCharsets.UTF_8 : declared;
    }

    private static Optional<Charset> found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? named(matcher.group(1)) : Optional.empty();
    }
}
