package dev.chasqui.plugins.guard;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The finder of API keys and tokens by their usual shapes, JSON web tokens, private keys in PEM,
 * and values behind {@code Bearer}.
 */
final class Secrets implements Finder {

    /** A shape of keys: a prefix, and at least so many characters behind it. */
    private record Shape(String prefix, int least) {}

    private static final Map<Character, List<Shape>> SHAPES =
            shapes(
                    new Shape("sk-", 16),
                    new Shape("sk_live_", 16),
                    new Shape("sk_test_", 16),
                    new Shape("rk_live_", 16),
                    new Shape("rk_test_", 16),
                    new Shape("whsec_", 16),
                    new Shape("ghp_", 20),
                    new Shape("gho_", 20),
                    new Shape("ghu_", 20),
                    new Shape("ghs_", 20),
                    new Shape("ghr_", 20),
                    new Shape("github_pat_", 20),
                    new Shape("glpat-", 16),
                    new Shape("AKIA", 16),
                    new Shape("ASIA", 16),
                    new Shape("xoxa-", 10),
                    new Shape("xoxb-", 10),
                    new Shape("xoxe-", 10),
                    new Shape("xoxe.", 10),
                    new Shape("xoxo-", 10),
                    new Shape("xoxp-", 10),
                    new Shape("xoxr-", 10),
                    new Shape("xoxs-", 10),
                    new Shape("xapp-", 10),
                    new Shape("AIza", 35),
                    new Shape("ya29.", 20),
                    new Shape("GOCSPX-", 20),
                    new Shape("hf_", 20),
                    new Shape("gsk_", 20),
                    new Shape("xai-", 20),
                    new Shape("pplx-", 20),
                    new Shape("nvapi-", 20),
                    new Shape("r8_", 20),
                    new Shape("npm_", 30),
                    new Shape("pypi-", 30),
                    new Shape("SG.", 30),
                    new Shape("dop_v1_", 30),
                    new Shape("shpat_", 30),
                    new Shape("AGE-SECRET-KEY-", 30));

    private static final String PEM_BEGINS = "-----BEGIN ";
    private static final int MOST_LABEL = 48;
    private static final int MOST_PEM = 16_384;
    private static final String BEARER = "bearer";
    private static final int LEAST_BEARER = 16;
    private static final int LEAST_JWT_PART = 10;

    private static Map<Character, List<Shape>> shapes(Shape... all) {
        Map<Character, List<Shape>> shapes = new HashMap<>();
        for (Shape shape : all) {
            shapes.computeIfAbsent(shape.prefix().charAt(0), first -> new ArrayList<>()).add(shape);
        }
        return Map.copyOf(shapes);
    }

    @Override
    public @Nullable Finding find(String text, int from, int at) {
        char first = text.charAt(at);
        if (first == '-') {
            return at > 0 && text.charAt(at - 1) == '-' ? null : key(at, endOfPem(text, at));
        }
        if (!Chars.isAsciiLetter(first) || !Chars.beginsWord(text, at)) {
            return null;
        }
        int end = endOfShape(text, at, first);
        if (end < 0 && first == 'e') {
            end = endOfJwt(text, at);
        }
        if (end >= 0) {
            return key(at, end);
        }
        return first == 'b' || first == 'B' ? bearer(text, at) : null;
    }

    private static @Nullable Finding key(int start, int end) {
        return end < 0 ? null : new Finding(Kind.KEY, start, end);
    }

    private static int endOfShape(String text, int at, char first) {
        for (Shape shape : SHAPES.getOrDefault(first, List.of())) {
            if (text.startsWith(shape.prefix(), at)) {
                int begin = at + shape.prefix().length();
                int end = begin;
                while (end < text.length() && isOfKey(text.charAt(end))) {
                    end++;
                }
                while (end > begin && !Chars.isAsciiLetterOrDigit(text.charAt(end - 1))) {
                    end--;
                }
                if (end - begin >= shape.least()) {
                    return end;
                }
            }
        }
        return -1;
    }

    private static boolean isOfKey(char c) {
        return Chars.isBase64Url(c) || c == '.';
    }

    /** Three parts in base64url, of which the last may be empty; the first begins an object. */
    private static int endOfJwt(String text, int at) {
        if (!text.startsWith("eyJ", at) || (at > 0 && isOfKey(text.charAt(at - 1)))) {
            return -1;
        }
        int head = endOfRun(text, at);
        if (head - at < LEAST_JWT_PART || head >= text.length() || text.charAt(head) != '.') {
            return -1;
        }
        int body = endOfRun(text, head + 1);
        if (body - head <= LEAST_JWT_PART || body >= text.length() || text.charAt(body) != '.') {
            return -1;
        }
        return endOfRun(text, body + 1);
    }

    private static int endOfRun(String text, int from) {
        int end = from;
        while (end < text.length() && Chars.isBase64Url(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Returns the end of a private key, also of one that was cut; or -1. */
    private static int endOfPem(String text, int at) {
        if (!text.startsWith(PEM_BEGINS, at)) {
            return -1;
        }
        int begin = at + PEM_BEGINS.length();
        int most = Math.min(text.length(), begin + MOST_LABEL);
        int dashes = begin;
        while (dashes < most && isOfLabel(text.charAt(dashes))) {
            dashes++;
        }
        if (!text.startsWith("-----", dashes)
                || !text.substring(begin, dashes).contains("PRIVATE KEY")) {
            return -1;
        }
        int body = dashes + "-----".length();
        int within = Math.min(text.length(), body + MOST_PEM);
        int end = text.substring(body, within).indexOf("-----END ");
        if (end >= 0) {
            int label = body + end + "-----END ".length();
            int closing = label;
            while (closing < text.length()
                    && closing - label < MOST_LABEL
                    && isOfLabel(text.charAt(closing))) {
                closing++;
            }
            return text.startsWith("-----", closing) ? closing + "-----".length() : closing;
        }
        int cut = body;
        while (cut < text.length() && isOfPem(text.charAt(cut))) {
            cut++;
        }
        return cut;
    }

    private static boolean isOfLabel(char c) {
        return Chars.isAsciiLetterOrDigit(c) || c == ' ';
    }

    private static boolean isOfPem(char c) {
        return Chars.isAsciiLetterOrDigit(c) || "+/=\r\n\\".indexOf(c) >= 0;
    }

    /** A value behind the word; it has a digit, so that no ordinary word counts. */
    private static @Nullable Finding bearer(String text, int at) {
        if (!text.regionMatches(true, at, BEARER, 0, BEARER.length())) {
            return null;
        }
        int start = at + BEARER.length();
        while (start < text.length()
                && start - at < BEARER.length() + 4
                && (Chars.isSpace(text.charAt(start)) || text.charAt(start) == ':')) {
            start++;
        }
        if (start == at + BEARER.length()) {
            return null;
        }
        int end = start;
        boolean digit = false;
        while (end < text.length() && isOfBearer(text.charAt(end))) {
            digit |= Chars.isAsciiDigit(text.charAt(end));
            end++;
        }
        return digit && end - start >= LEAST_BEARER ? new Finding(Kind.KEY, start, end) : null;
    }

    private static boolean isOfBearer(char c) {
        return Chars.isBase64Url(c) || "._~+/=".indexOf(c) >= 0;
    }
}
