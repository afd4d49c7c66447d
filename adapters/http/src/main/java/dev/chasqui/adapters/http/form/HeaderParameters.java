package dev.chasqui.adapters.http.form;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The value of a header with parameters, such as {@code form-data; name="model"}.
 *
 * @param value the part before the first semicolon, in small letters
 * @param parameters the parameters by their names in small letters, without quotes; escapes within
 *     quotes stay as they are
 */
record HeaderParameters(String value, Map<String, String> parameters) {

    /** Parses a header's value. Returns empty if it is malformed or has a parameter twice. */
    static Optional<HeaderParameters> parse(String text) {
        int semicolon = text.indexOf(';');
        int end = semicolon < 0 ? text.length() : semicolon;
        Map<String, String> found = new HashMap<>();
        String value = text.substring(0, end).strip().toLowerCase(Locale.ROOT);
        while (end < text.length()) {
            // The character at this position is a semicolon.
            int equals = text.indexOf('=', end);
            if (equals < 0) {
                return Optional.empty();
            }
            String name = text.substring(end + 1, equals).strip().toLowerCase(Locale.ROOT);
            end = endOfValue(text, equals + 1);
            @Nullable String given =
                    end < 0 ? null : unquoted(text.substring(equals + 1, end).strip());
            if (given == null || !isToken(name) || found.put(name, given) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(new HeaderParameters(value, found));
    }

    /**
     * Returns the position of the semicolon after a parameter's value, or the end of the text; -1
     * if a quote is not closed.
     */
    private static int endOfValue(String text, int from) {
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            } else if (c == ';' && !quoted) {
                return i;
            }
        }
        return quoted ? -1 : text.length();
    }

    /** Returns the value without its quotes; null if it has quotes elsewhere or is empty. */
    private static @Nullable String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        if (quoted) {
            return value.substring(1, value.length() - 1);
        }
        return value.isEmpty() || value.indexOf('"') >= 0 ? null : value;
    }

    private static boolean isToken(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c > ' ' && c < 127 && c != ';');
    }
}
