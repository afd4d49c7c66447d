package dev.chasqui.plugins.guard;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * The placeholders of one exchange, such as {@code [EMAIL_1]}: each value has one, and each stands
 * for one value. They are numbered in the order of the values, so that a later turn of the same
 * conversation has the same ones. A placeholder that the client wrote itself is not used. Used by
 * one thread at a time.
 */
final class Placeholders {
    /** The most digits of a number in a placeholder. */
    private static final int MOST_DIGITS = 7;

    private final Map<String, String> byValue = new HashMap<>();
    private final NavigableMap<String, String> values = new TreeMap<>();
    private final Map<Kind, Integer> numbers = new EnumMap<>(Kind.class);
    private final List<Kind> kinds = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();

    /** Notes the placeholders that a text has already, so that they are not used. */
    void reserve(String text) {
        for (int at = text.indexOf('['); at >= 0; at = text.indexOf('[', at + 1)) {
            for (Kind kind : Kind.values()) {
                String begin = "[" + kind.name() + "_";
                if (text.startsWith(begin, at)) {
                    int number = at + begin.length();
                    int end = number;
                    while (end < text.length()
                            && end - number < MOST_DIGITS
                            && Chars.isAsciiDigit(text.charAt(end))) {
                        end++;
                    }
                    if (end > number && end < text.length() && text.charAt(end) == ']') {
                        taken.add(text.substring(at, end + 1));
                    }
                }
            }
        }
    }

    /** Returns the placeholder of a value. */
    String of(Kind kind, String value) {
        return byValue.computeIfAbsent(value, unknown -> next(kind, value));
    }

    private String next(Kind kind, String value) {
        String placeholder;
        do {
            placeholder = "[" + kind.name() + "_" + numbers.merge(kind, 1, Integer::sum) + "]";
        } while (taken.contains(placeholder));
        values.put(placeholder, value);
        kinds.add(kind);
        return placeholder;
    }

    /** Returns a text with placeholders in place of its sensitive values. */
    String redacted(String text, SensitiveText sensitive) {
        List<Finding> found = sensitive.findings(text);
        if (found.isEmpty()) {
            return text;
        }
        StringBuilder redacted = new StringBuilder(text.length());
        int kept = 0;
        for (Finding finding : found) {
            String value = text.substring(finding.start(), finding.end());
            redacted.append(text, kept, finding.start()).append(of(finding.kind(), value));
            kept = finding.end();
        }
        return redacted.append(text, kept, text.length()).toString();
    }

    /** Returns the kind of each value. */
    List<Kind> kinds() {
        return List.copyOf(kinds);
    }

    /** Returns the values by their placeholders, in alphabetical order of these. */
    NavigableMap<String, String> values() {
        return values;
    }
}
