package dev.chasqui.plugins.rag.retrieval;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The runs of four words of a text, by which nearly equal texts are found. Case and punctuation do
 * not count.
 *
 * @param runs the runs; of a text with fewer words the whole text
 * @param numbers the words with a digit
 */
record Shingles(Set<String> runs, Set<String> numbers) {
    private static final int LENGTH = 4;

    /** The share of common runs from which two texts say the same. */
    private static final double ALIKE = 0.8;

    static Shingles of(String text) {
        List<String> words = Words.of(text);
        Set<String> runs = new HashSet<>();
        for (int i = 0; i == 0 || i + LENGTH <= words.size(); i++) {
            runs.add(String.join(" ", words.subList(i, Math.min(words.size(), i + LENGTH))));
        }
        Set<String> numbers = new TreeSet<>();
        words.stream().filter(Words::hasDigit).forEach(numbers::add);
        return new Shingles(runs, numbers);
    }

    /**
     * Returns true if the texts say the same. Texts with different numbers do not, however alike
     * they are: two versions of a contract may differ in one.
     */
    boolean areLike(Shingles other) {
        if (!numbers.equals(other.numbers)) {
            return false;
        }
        int smaller = Math.min(runs.size(), other.runs.size());
        int larger = Math.max(runs.size(), other.runs.size());
        if (smaller < ALIKE * larger) {
            return false;
        }
        long common = runs.stream().filter(other.runs::contains).count();
        return common >= ALIKE * (runs.size() + other.runs.size() - common);
    }
}
