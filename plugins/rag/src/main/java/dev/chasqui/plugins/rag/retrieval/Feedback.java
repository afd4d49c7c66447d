package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Pseudo-relevance feedback: the words of the best passages, added to the question for a second
 * search by words. It finds passages that say the same in other words than the question.
 */
final class Feedback {
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    /** The passages whose words are taken. */
    private static final int PASSAGES = 5;

    /** The words that are added. */
    private static final int WORDS = 20;

    /** The share of the found passages above which a word is too common to tell anything. */
    private static final double COMMON = 0.3;

    private static final int SHORTEST = 3;

    /** The longest word; a longer run is a sentence in a script without blanks. */
    private static final int LONGEST = 30;

    /** The most words of a question; a longer one says enough itself. */
    private static final int LONGEST_QUESTION = 40;

    /** The repetitions of the question, by which the words added have finer weights. */
    private static final int REPEATED = 3;

    private Feedback() {}

    /**
     * Returns the question with further words, as many as it has itself; empty if there are none.
     * The weight of a word is the number of times that it comes.
     *
     * @param ranked the passages found, best first
     */
    static Optional<String> expanded(String question, List<Ranked> ranked) {
        int length = words(question).size();
        if (length == 0 || length > LONGEST_QUESTION || ranked.size() <= PASSAGES) {
            return Optional.empty();
        }
        Map<String, Integer> holding = new HashMap<>();
        Map<String, Double> weights = new HashMap<>();
        int rank = 0;
        for (Ranked each : ranked) {
            Passage passage = each.passage();
            List<String> words = words(passage.text());
            new HashSet<>(words).forEach(word -> holding.merge(word, 1, Integer::sum));
            if (rank++ < PASSAGES) {
                double part = passage.score() / words.size();
                words.forEach(word -> weights.merge(word, part, Double::sum));
            }
        }
        weights.keySet()
                .removeIf(
                        word ->
                                word.length() < SHORTEST
                                        || word.length() > LONGEST
                                        || holding.getOrDefault(word, 0)
                                                > COMMON * ranked.size());
        List<Map.Entry<String, Double>> best =
                weights.entrySet().stream()
                        .sorted(
                                Map.Entry.<String, Double>comparingByValue(
                                                Comparator.reverseOrder())
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(WORDS)
                        .toList();
        double sum = best.stream().mapToDouble(Map.Entry::getValue).sum();
        if (!(sum > 0)) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        text.repeat(question + "\n", REPEATED);
        for (Map.Entry<String, Double> each : best) {
            long times = Math.round(REPEATED * length * each.getValue() / sum);
            text.repeat(each.getKey() + " ", (int) times);
        }
        return Optional.of(text.toString());
    }

    private static List<String> words(String text) {
        return WORD.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }
}
