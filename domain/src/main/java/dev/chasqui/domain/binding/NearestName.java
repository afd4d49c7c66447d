package dev.chasqui.domain.binding;

import dev.chasqui.domain.similarity.SimilarNames;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Suggestions of a known name to a person who wrote an unknown one. */
public final class NearestName {
    private NearestName() {}

    /** Returns the end of a message about an unknown name: the known names and the nearest one. */
    public static String hint(String written, Collection<String> names) {
        if (names.isEmpty()) {
            return " (expected: nothing)";
        }
        String expected = " (expected: " + String.join(", ", names);
        return find(written, names)
                        .map(name -> expected + "; did you mean " + name + "?")
                        .orElse(expected)
                + ")";
    }

    /** Returns the message about an unknown key; lists all known names only if none is similar. */
    public static String unknownKey(String written, Collection<String> names) {
        return "unknown key "
                + find(written, names)
                        .map(near -> "(did you mean '" + near + "'?)")
                        .orElseGet(() -> "(expected: one of " + String.join(", ", names) + ")");
    }

    /**
     * Returns the most similar of the known names; empty if none is similar enough to be a guess.
     */
    public static Optional<String> find(String name, Collection<String> known) {
        String written = name.toLowerCase(Locale.ROOT);
        return known.stream()
                .filter(candidate -> distance(written, candidate) <= tolerance(written, candidate))
                .min(Comparator.comparingInt(candidate -> distance(written, candidate)));
    }

    /**
     * Returns the largest edit distance that counts as similar: a third of the letters. A name that
     * was only begun, or written on beyond its end, is similar at any distance.
     */
    private static int tolerance(String written, String candidate) {
        String other = candidate.toLowerCase(Locale.ROOT);
        if (written.length() >= 3 && (other.startsWith(written) || written.startsWith(other))) {
            return Integer.MAX_VALUE;
        }
        return Math.max(1, Math.max(written.length(), other.length()) / 3);
    }

    private static int distance(String written, String candidate) {
        return SimilarNames.distance(written, candidate.toLowerCase(Locale.ROOT));
    }
}
