package dev.chasqui.plugins.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A pattern of words in order: each step is one of several words, at most so many words behind the
 * step before.
 */
record Phrase(InjectionKind kind, List<Step> steps) {

    /**
     * One word of the phrase.
     *
     * @param words the words that may stand here
     * @param within the most words from the step before to this one; 1 is the next word
     */
    record Step(Set<String> words, int within) {}

    /**
     * Makes a phrase of steps such as {@code "ignore|forget 3:all|any 3:rules"}: words between
     * bars, and in front of them the distance, 1 if there is none.
     */
    static Phrase of(InjectionKind kind, String steps) {
        List<Step> read = new ArrayList<>();
        for (String step : steps.split(" ", -1)) {
            int colon = step.indexOf(':');
            int within = colon < 0 ? 1 : Integer.parseInt(step.substring(0, colon));
            read.add(new Step(Set.of(step.substring(colon + 1).split("\\|", -1)), within));
        }
        return new Phrase(kind, List.copyOf(read));
    }

    /** Returns the index of the last word if the phrase begins at this word; else -1. */
    int lastWord(List<FoldedWords.Word> words, int first) {
        return steps.getFirst().words().contains(words.get(first).text())
                ? lastWord(words, first, 1)
                : -1;
    }

    private int lastWord(List<FoldedWords.Word> words, int at, int step) {
        if (step == steps.size()) {
            return at;
        }
        int most = Math.min(words.size() - 1, at + steps.get(step).within());
        for (int next = at + 1; next <= most; next++) {
            if (steps.get(step).words().contains(words.get(next).text())) {
                int last = lastWord(words, next, step + 1);
                if (last >= 0) {
                    return last;
                }
            }
        }
        return -1;
    }
}
