package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pseudo-relevance feedback: the words of the best passages, added to the question for a second
 * search by words. It finds passages that say the same in other words than the question.
 */
final class Feedback {
    /** The passages whose words are taken. */
    private static final int PASSAGES = 5;

    /** The passages by which it is known how common a word is among those found. */
    private static final int LOOKED_AT = 200;

    /** The words that are added. */
    private static final int WORDS = 20;

    /** The share of the found passages above which a word is too common to tell anything. */
    private static final double COMMON = 0.3;

    private static final int SHORTEST = 3;

    /** The longest word; a longer run is a sentence in a script without blanks. */
    private static final int LONGEST = 30;

    /** The lead in score by which a passage is clearly the best one. */
    private static final double CLEARLY = 0.05;

    /** The most words of a question; a longer one says enough itself. */
    private static final int LONGEST_QUESTION = 60;

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
        int length = Words.of(question).size();
        if (length == 0 || length > LONGEST_QUESTION || ranked.size() <= PASSAGES) {
            return Optional.empty();
        }
        Map<String, Double> weights = new HashMap<>();
        for (Ranked each : ranked.subList(0, PASSAGES)) {
            Passage passage = each.passage();
            List<String> words = Words.of(passage.text());
            words.stream()
                    .filter(word -> word.length() >= SHORTEST && word.length() <= LONGEST)
                    .forEach(
                            word ->
                                    weights.merge(
                                            word, passage.score() / words.size(), Double::sum));
        }
        List<Ranked> looked = ranked.subList(0, Math.min(LOOKED_AT, ranked.size()));
        Map<String, Integer> holding = new HashMap<>();
        for (Ranked each : looked) {
            Set<String> there = new HashSet<>();
            for (String word : Words.of(each.passage().text())) {
                if (weights.containsKey(word) && there.add(word)) {
                    holding.merge(word, 1, Integer::sum);
                }
            }
        }
        weights.keySet().removeIf(word -> holding.getOrDefault(word, 0) > COMMON * looked.size());
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

    /**
     * Returns the ranking with further words, in which a passage that was clearly the best without
     * them keeps the first place: such a question has its answer, and further words blur it.
     */
    static List<Ranked> keepingFirst(List<Ranked> without, List<Ranked> with) {
        Ranked first = without.getFirst();
        if (without.size() > 1
                && first.passage().score() - without.get(1).passage().score() <= CLEARLY) {
            return with;
        }
        PassageId id = PassageId.of(first.passage());
        List<Ranked> kept = new ArrayList<>(with);
        int at = 0;
        while (!PassageId.of(kept.get(at).passage()).equals(id)) {
            at++;
        }
        Ranked moved = kept.remove(at);
        double best = Math.max(moved.passage().score(), with.getFirst().passage().score());
        kept.addFirst(moved.with(moved.passage().withScore(best)));
        return kept;
    }
}
