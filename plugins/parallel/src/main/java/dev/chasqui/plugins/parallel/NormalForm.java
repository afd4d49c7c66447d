package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.json.Json;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The normal form of an answer. Two answers that differ only in spelling have equal normal forms.
 *
 * <p>It ignores Unicode's compatibility forms, case, the amount of white space, and punctuation and
 * Markdown around the whole answer. {@code 42}, {@code 42.0} and {@code 4.2e1} are one number.
 */
final class NormalForm {
    /** The characters in front of an answer that are no part of it: quotes, brackets, bullets. */
    private static final String IN_FRONT = "\"'“”„‘’‚«»‹›`*_~#([{-–—•.,;:!?¡¿…";

    /** The characters behind an answer that are no part of it. */
    private static final String BEHIND = "\"'“”„‘’‚«»‹›`*_~)]}-–—.,;:!?…";

    private static final Pattern NUMBER =
            Pattern.compile(
                    "[+-]?+(\\d{1,40}+(\\.\\d{0,40}+)?+|\\.\\d{1,40}+)(e[+-]?+\\d{1,3}+)?+");

    private NormalForm() {}

    /** Returns the normal form of a text; a {@link BigDecimal} if it is a number. */
    static Object of(String text) {
        String folded =
                Normalizer.normalize(text, Normalizer.Form.NFKC)
                        .toLowerCase(Locale.ROOT)
                        .replace('\u2212', '-');
        String bare = withoutEdges(folded);
        return NUMBER.matcher(bare).matches() ? number(bare) : singleSpaced(bare);
    }

    /** Returns the normal form of a JSON value; it ignores the order of an object's members. */
    static Object of(Json value) {
        return switch (value) {
            case Json.Obj(Map<String, Json> members) -> {
                Map<String, Object> forms = new LinkedHashMap<>();
                members.forEach((name, member) -> forms.put(name, of(member)));
                yield forms;
            }
            case Json.Arr(List<Json> items) -> items.stream().map(NormalForm::of).toList();
            case Json.Str(String text) -> of(text);
            case Json.Num(String literal) -> of(literal);
            case Json.Bool bool -> bool;
            case Json.Null none -> none;
        };
    }

    private static String withoutEdges(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isEdge(text, from, IN_FRONT) && !beginsNumber(text, from)) {
            from++;
        }
        while (to > from && isEdge(text, to - 1, BEHIND)) {
            to--;
        }
        return from < to ? text.substring(from, to) : text;
    }

    private static boolean isEdge(String text, int at, String edges) {
        char c = text.charAt(at);
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || edges.indexOf(c) >= 0;
    }

    /** Returns true if a minus or a point at an index belongs to the number behind it. */
    private static boolean beginsNumber(String text, int at) {
        char c = text.charAt(at);
        return (c == '-' || c == '.')
                && at + 1 < text.length()
                && Character.isDigit(text.charAt(at + 1));
    }

    private static BigDecimal number(String text) {
        return new BigDecimal(text).stripTrailingZeros();
    }

    private static String singleSpaced(String text) {
        StringBuilder spaced = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                spaced.append(c);
            } else if (!spaced.isEmpty() && spaced.charAt(spaced.length() - 1) != ' ') {
                spaced.append(' ');
            }
        }
        return spaced.toString().strip();
    }
}
