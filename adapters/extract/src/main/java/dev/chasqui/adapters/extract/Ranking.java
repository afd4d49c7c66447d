package dev.chasqui.adapters.extract;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the sentences that fit a question best, by BM25 with each sentence as a document: a word
 * counts the more the fewer sentences have it, and the less the longer its sentence is.
 */
final class Ranking {
    private static final double SATURATION = 1.2;
    private static final double LENGTH_WEIGHT = 0.5;

    /** A sentence that scores less than this part of the best one adds little to it. */
    private static final double WORTH_QUOTING = 0.3;

    private record Scored(Sentence sentence, int index, double score) {}

    private final Set<String> question;
    private final Runnable checkpoint;

    /**
     * @param checkpoint is run now and then, and throws if nobody waits any more
     */
    Ranking(String question, Runnable checkpoint) {
        this.question = Set.copyOf(Words.of(question));
        this.checkpoint = checkpoint;
    }

    /** At most so many sentences, in the order of the text; none if none has a word in common. */
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
            List<String> words = Words.of(sentences.get(i).text());
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

    /** How often the question's words stand among others. */
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
