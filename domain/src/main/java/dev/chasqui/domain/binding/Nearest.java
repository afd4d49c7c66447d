package dev.chasqui.domain.binding;

import dev.chasqui.domain.similarity.Similar;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The name that somebody meant who wrote one that there is not. */
public final class Nearest {
    private Nearest() {}

    /** What to say of the names there are to one who wrote another. */
    public static String hint(String written, Collection<String> names) {
        if (names.isEmpty()) {
            return " (expected: nothing)";
        }
        String expected = " (expected: " + String.join(", ", names);
        return to(written, names)
                        .map(name -> expected + "; did you mean " + name + "?")
                        .orElse(expected)
                + ")";
    }

    /** What to say of a key that there is not, where there are many others. */
    public static String unknownKey(String written, Collection<String> names) {
        return "unknown key "
                + to(written, names)
                        .map(near -> "(did you mean '" + near + "'?)")
                        .orElseGet(() -> "(expected: one of " + String.join(", ", names) + ")");
    }

    /** The most similar of the known names, if one is similar enough to be a guess. */
    public static Optional<String> to(String name, Collection<String> known) {
        String written = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(written, candidate) <= tolerance(written, candidate))
                .min(Comparator.comparingInt(candidate -> distance(written, candidate)));
    }

    /** A third of the letters may be wrong; one that only was not written to its end is near. */
    private static int tolerance(String written, String candidate) {
        String other = candidate.toLowerCase(Locale.ROOT);
        if (written.length() >= 3 && (other.startsWith(written) || written.startsWith(other))) {
            return Integer.MAX_VALUE;
        }
        return Math.max(1, Math.max(written.length(), other.length()) / 3);
    }

    private static int distance(String written, String candidate) {
        return Similar.distance(written, candidate.toLowerCase(Locale.ROOT));
    }
}
