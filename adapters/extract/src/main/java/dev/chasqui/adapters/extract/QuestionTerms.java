package dev.chasqui.adapters.extract;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The terms of a question, and how well the words of a text match them.
 *
 * <p>A word matches a term wholly if they are equal, nearly if they differ by an ending of a few
 * languages ({@code kosten}, {@code kostet}), and half if one is a part of a compound ({@code
 * Betriebsausflug}, {@code Ausflug}).
 */
final class QuestionTerms {
    /** The most terms that are compared; what a question asks is in its first ones. */
    private static final int MOST_TERMS = 24;

    static final byte EQUAL = 100;
    private static final byte INFLECTED = 90;
    private static final byte COMPOUND = 50;
    private static final int SHORTEST_STEM = 4;
    private static final int SHORTEST_PART = 5;

    private static final Set<String> ENDINGS =
            Set.of(
                    "", "s", "es", "e", "ed", "d", "ing", "er", "ers", "ly", "y", "ies", "ied",
                    "en", "n", "t", "st", "te", "ten", "em", "ern", "r", "rn", "end", "et", "a",
                    "o", "os", "as", "an", "ar", "ir", "in", "innen", "le", "les", "ment");

    private final List<String> terms;

    private QuestionTerms(List<String> terms) {
        this.terms = terms;
    }

    static QuestionTerms of(String question) {
        List<String> all = SearchTerms.of(question);
        Stream<String> further = all.stream().map(AnswerKind::nounOf).flatMap(Optional::stream);
        return new QuestionTerms(
                Stream.concat(all.stream(), further).distinct().limit(MOST_TERMS).toList());
    }

    int size() {
        return terms.size();
    }

    boolean isEmpty() {
        return terms.isEmpty();
    }

    /** Returns how well the best word of a text matches each term, from 0 to {@link #EQUAL}. */
    byte[] matches(String text) {
        byte[] best = new byte[terms.size()];
        for (String word : SearchTerms.of(text)) {
            for (int i = 0; i < best.length; i++) {
                if (best[i] < EQUAL) {
                    best[i] = (byte) Math.max(best[i], match(terms.get(i), word));
                }
            }
        }
        return best;
    }

    /** Returns true if a text matches a term at all. */
    static boolean isMatch(byte[] matches) {
        for (byte each : matches) {
            if (each > 0) {
                return true;
            }
        }
        return false;
    }

    private static byte match(String term, String word) {
        if (term.charAt(0) != word.charAt(0)) {
            return isEndOf(term, word) ? COMPOUND : 0;
        }
        if (term.equals(word)) {
            return EQUAL;
        }
        int shorter = Math.min(term.length(), word.length());
        int common = 0;
        while (common < shorter && term.charAt(common) == word.charAt(common)) {
            common++;
        }
        if (common >= SHORTEST_STEM
                && ENDINGS.contains(term.substring(common))
                && ENDINGS.contains(word.substring(common))) {
            return INFLECTED;
        }
        boolean part = common >= SHORTEST_PART && 3 * common >= 2 * shorter;
        return part || isEndOf(term, word) ? COMPOUND : 0;
    }

    private static boolean isEndOf(String term, String word) {
        return (term.length() >= SHORTEST_PART && word.endsWith(term))
                || (word.length() >= SHORTEST_PART && term.endsWith(word));
    }
}
