package dev.chasqui.domain.similarity;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says how like names are, and names those that are most like one that there is not. */
public final class Similar {
    private static final int MOST_NAMED = 10;

    /** Of what is longer the beginning has to do: the work grows with both lengths. */
    private static final int LONGEST_COMPARED = 64;

    /** So few letters stand in many names. */
    private static final int FEW_LETTERS = 3;

    private Similar() {}

    /**
     * Names for a sentence: all if they are few, in their order; else the ten that are most like
     * what was written, the nearest first, and how many more there are. Where nothing was written
     * they are the first ten.
     */
    public static String several(String written, Collection<String> names) {
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
        /** What holds the other as it is comes before all that differ in some letters. */
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
                            : LONGEST_COMPARED + Similar.distance(wanted, own));
        }
    }

    private static String beginning(String name) {
        String begins =
                name.length() <= LONGEST_COMPARED ? name : name.substring(0, LONGEST_COMPARED);
        return begins.toLowerCase(Locale.ROOT);
    }

    /** How many letters to insert, delete, replace or swap with their neighbour. */
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
