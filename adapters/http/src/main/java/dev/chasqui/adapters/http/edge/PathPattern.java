package dev.chasqui.adapters.http.edge;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The path of a plug-in's route, such as {@code /admin/collections/{name}}.
 *
 * @param parts its segments; a segment in braces matches any value
 */
public record PathPattern(List<String> parts) {

    public PathPattern {
        parts = List.copyOf(parts);
    }

    /** Parses a path that begins with a slash. */
    public static PathPattern of(String path) {
        return new PathPattern(Arrays.asList(path.substring(1).split("/", -1)));
    }

    /** Returns the values of the segments in braces by name; empty if the path does not match. */
    public Optional<Map<String, String>> match(RequestPath path) {
        List<String> segments = path.segments();
        if (segments.size() != parts.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String part = parts.get(i);
            if (isVariable(part)) {
                values.put(part.substring(1, part.length() - 1), segments.get(i));
            } else if (!part.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    /**
     * Returns the number of segments that match any value; the pattern with fewer takes precedence.
     */
    long variables() {
        return parts.stream().filter(PathPattern::isVariable).count();
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{");
    }
}
