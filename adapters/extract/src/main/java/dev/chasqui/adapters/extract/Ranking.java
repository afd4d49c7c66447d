package dev.chasqui.adapters.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A ranking of sentences by how well they fit a question. It is BM25 with each sentence as a
 * document: a word counts more if fewer sentences have it, and less in a longer sentence.
 */
final class Ranking {
    /** The parameter k1 of BM25: the weight of a repeated word. */
    private static final double SATURATION = 1.2;

    /** The parameter b of BM25: the influence of the length of a sentence. */
    private static final double LENGTH_WEIGHT = 0.5;

    /**
     * The least score of a quoted sentence, as a fraction of the best score; a lower one adds
     * little.
     */
    private static final double WORTH_QUOTING = 0.3;

    private record Scored(Sentence sentence, int index, double score) {}

    private final Set<String> question;
    private final Runnable checkpoint;

    /**
     * Creates a ranking for one question.
     *
     * @param checkpoint code that is run now and then, and throws if the exchange was cancelled
     */
    Ranking(String question, Runnable checkpoint) {
        this.question = Set.copyOf(SearchTerms.of(question));
        this.checkpoint = checkpoint;
    }

    /**
     * Returns at most {@code most} of the best sentences, in the order of the text; none if no
     * sentence has a word of the question.
     */
    List<Sentence> best(List<Sentence> sentences, int most) {
        if (question.isEmpty()) {
            return List.of();
        }
        List<Map<String, Integer>> counts = new ArrayList<>(sentences.size());
        Map<String, Integer> holders = new HashMap<>();
        long length = 0;
        int[] lengths = new int[sentences.size()];
        for (int i = 0; i < sentences.size(); i++) {
            checkpoint.run();
            List<String> words = SearchTerms.of(sentences.get(i).text());
            lengths[i] = words.size();
            length += words.size();
            Map<String, Integer> found = count(words);
            found.keySet().forEach(word -> holders.merge(word, 1, Integer::sum));
            counts.add(found);
        }
        double mean = Math.max(1, (double) length / Math.max(1, sentences.size()));
        List<Scored> scored = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            double score = score(counts.get(i), holders, sentences.size(), lengths[i] / mean);
            if (score > 0) {
                scored.add(new Scored(sentences.get(i), i, score));
            }
        }
        return pick(scored, most);
    }

    /** Counts the words of the question in a sentence. */
    private Map<String, Integer> count(List<String> words) {
        Map<String, Integer> found = new HashMap<>();
        for (String word : words) {
            if (question.contains(word)) {
                found.merge(word, 1, Integer::sum);
            }
        }
        return found;
    }

    private static double score(
            Map<String, Integer> found,
            Map<String, Integer> holders,
            int sentences,
            double relativeLength) {
        double norm = SATURATION * (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * relativeLength);
        double score = 0;
        for (Map.Entry<String, Integer> word : found.entrySet()) {
            int having = holders.getOrDefault(word.getKey(), 0);
            double rarity = Math.log(1 + (sentences - having + 0.5) / (having + 0.5));
            score += rarity * word.getValue() * (SATURATION + 1) / (word.getValue() + norm);
        }
        return score;
    }

    private static List<Sentence> pick(List<Scored> scored, int most) {
        scored.sort(Comparator.comparingDouble(Scored::score).reversed());
        List<Scored> picked = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (Scored each : scored) {
            boolean worth = each.score() >= WORTH_QUOTING * scored.getFirst().score();
            if (worth && picked.size() < most && texts.add(each.sentence().text())) {
                picked.add(each);
            }
        }
        picked.sort(Comparator.comparingInt(Scored::index));
        return picked.stream().map(Scored::sentence).toList();
    }
}
