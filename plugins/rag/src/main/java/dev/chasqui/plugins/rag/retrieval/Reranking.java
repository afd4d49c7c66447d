package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Vote;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The second ranking of the best passages by a model that reads question and passage together. */
final class Reranking {
    static final String VOICE = "reranker";

    /** The passages that the model ranks. */
    private static final int PASSAGES = 50;

    private Reranking() {}

    /**
     * Returns the passages in the model's order, before those that it did not rank; empty if the
     * model does not answer. The scores stay between 0 and 1: the ranked ones are above 0.5.
     */
    static Optional<List<Ranked>> of(
            String model, String question, List<Ranked> ranked, ModelCalls models) {
        List<Ranked> best = ranked.subList(0, Math.min(PASSAGES, ranked.size()));
        if (best.isEmpty()) {
            return Optional.empty();
        }
        List<String> texts = best.stream().map(each -> each.passage().quoted()).toList();
        return models.scores(model, question, texts)
                .map(scores -> ordered(best, scores, ranked.subList(best.size(), ranked.size())));
    }

    private static List<Ranked> ordered(List<Ranked> best, double[] scores, List<Ranked> rest) {
        List<Integer> order =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted(
                                Comparator.<Integer>comparingDouble(each -> scores[each])
                                        .reversed()
                                        .thenComparing(each -> each))
                        .toList();
        double highest = scores[order.getFirst()];
        double lowest = scores[order.getLast()];
        List<Ranked> all = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            Ranked each = best.get(order.get(i));
            double score = scores[order.get(i)];
            double normalised = highest > lowest ? (score - lowest) / (highest - lowest) : 1;
            List<Vote> votes = new ArrayList<>(each.votes());
            votes.add(new Vote(VOICE, i + 1, score, normalised, 1));
            all.add(new Ranked(each.passage().withScore((1 + normalised) / 2), votes));
        }
        for (Ranked each : rest) {
            all.add(each.with(each.passage().withScore(each.passage().score() / 2)));
        }
        return all;
    }
}
