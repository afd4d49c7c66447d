package dev.chasqui.domain.text;

import java.util.List;
import java.util.Locale;

/**
 * A pattern for names: each {@code *} stands for any characters, and everything else for itself.
 * The time of a match is bounded by the product of both lengths.
 *
 * @param text the pattern
 */
public record NamePattern(String text) {

    /** Returns true if a name matches. */
    public boolean matches(String name) {
        return matches(text, name);
    }

    /** Returns true if a name matches when the case of letters does not count. */
    public boolean matchesAnyCase(String name) {
        return matches(text.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }

    private static boolean matches(String pattern, String name) {
        List<String> parts = List.of(pattern.split("\\*", -1));
        String first = parts.getFirst();
        if (parts.size() == 1) {
            return first.equals(name);
        }
        String last = parts.getLast();
        int end = name.length() - last.length();
        if (end < first.length() || !name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        int at = first.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = name.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
