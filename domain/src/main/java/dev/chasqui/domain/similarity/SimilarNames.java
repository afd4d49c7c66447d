package dev.chasqui.domain.similarity;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The ranking of names by similarity, to suggest known names for an unknown one. */
public final class SimilarNames {
    /** The most names in a sentence. */
    private static final int MOST_NAMED = 10;

    /** The most letters that are compared, from the beginning: the work grows with both lengths. */
    private static final int LONGEST_COMPARED = 64;

    /** The fewest letters of a search text: shorter ones are part of many names by chance. */
    private static final int FEW_LETTERS = 3;

    private SimilarNames() {}

    /**
     * Joins names for a sentence: all of them in their order if there are at most ten; else the ten
     * most similar to the written one, the nearest first, and the number of the others. If nothing
     * was written, the first ten are taken.
     */
    public static String list(String written, Collection<String> names) {
        if (names.size() <= MOST_NAMED) {
            return String.join(", ", names);
        }
        String wanted = beginning(written);
        List<Rated> rated = names.stream().map(name -> Rated.of(name, wanted)).toList();
        return rated.stream()
                        .sorted(Comparator.comparingInt(Rated::distance))
                        .limit(MOST_NAMED)
                        .map(Rated::name)
                        .collect(Collectors.joining(", "))
                + " and "
                + (names.size() - MOST_NAMED)
                + " more";
    }

    private record Rated(String name, int distance) {
        /**
         * Rates a name; one that contains the other comes before all that differ in some letters.
         */
        private static Rated of(String name, String wanted) {
            if (wanted.isEmpty()) {
                return new Rated(name, 0);
            }
            String own = beginning(name);
            boolean holds =
                    wanted.length() >= FEW_LETTERS
                            && (own.contains(wanted) || wanted.contains(own));
            return new Rated(
                    name,
                    holds
                            ? Math.abs(own.length() - wanted.length())
                            : LONGEST_COMPARED + SimilarNames.distance(wanted, own));
        }
    }

    private static String beginning(String name) {
        String begins =
                name.length() <= LONGEST_COMPARED ? name : name.substring(0, LONGEST_COMPARED);
        return begins.toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the least number of letters to insert, delete, replace or swap with their neighbour,
     * to make one text of the other (optimal string alignment).
     */
    public static int distance(String one, String other) {
        int[][] steps = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                steps[i][j] = i == 0 || j == 0 ? i + j : step(steps, one, other, i, j);
            }
        }
        return steps[one.length()][other.length()];
    }

    private static int step(int[][] steps, String one, String other, int i, int j) {
        int replace = steps[i - 1][j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        int best = Math.min(replace, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
        boolean swapped =
                i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1);
        return swapped ? Math.min(best, steps[i - 2][j - 2] + 1) : best;
    }
}
