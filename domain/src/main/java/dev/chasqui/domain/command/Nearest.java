package dev.chasqui.domain.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody meant. */
final class Nearest {
    private static final int MOST_EDITS = 2;

    private Nearest() {}

    /** What to say of the names there are to one who wrote another. */
    static String hint(String written, Collection<String> names) {
        if (names.isEmpty()) {
            return " (expected: nothing)";
        }
        String expected = " (expected: " + String.join(", ", names);
        return of(written, names)
                        .map(name -> expected + "; did you mean " + name + "?")
                        .orElse(expected)
                + ")";
    }

    /** The name that differs least, if any differs little enough to be meant. */
    static Optional<String> of(String written, Collection<String> names) {
        return names.stream()
                .filter(name -> Math.abs(name.length() - written.length()) <= MOST_EDITS)
                .filter(name -> edits(written, name) <= MOST_EDITS)
                .min(Comparator.comparingInt(name -> edits(written, name)));
    }

    /** How many letters must be put in, taken out or changed. */
    private static int edits(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
