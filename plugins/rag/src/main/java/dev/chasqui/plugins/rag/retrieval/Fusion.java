package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Ranked;
import dev.chasqui.plugins.rag.retrieval.Retrieved.Vote;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The fusion of several lists into one ranking: the weighted sum of the scores, each normalised by
 * the best and the worst of its list to the range 0 to 1. A passage that is missing in a list gets
 * 0 for it.
 *
 * <p>Scores of a list that cannot be told apart (it has one passage, or all are equal) or that are
 * no numbers say nothing of their distance; then all lists count by reciprocal ranks. A list alone
 * keeps its own order. Passages of equal score stand in the order of collection, document and
 * position, so the order of the lists does not matter.
 */
final class Fusion {
    /** The constant of reciprocal rank fusion, which bounds the advantage of the first ranks. */
    private static final double RANK_CONSTANT = 60;

    private static final Comparator<Ranked> BEST_FIRST =
            Comparator.<Ranked>comparingDouble(each -> each.passage().score())
                    .reversed()
                    .thenComparing(each -> PassageId.of(each.passage()));

    private Fusion() {}

    /** Returns the passages of all lists, each once, best first. The scores are 0 to 1. */
    static List<Ranked> fuse(List<Found> lists) {
        return fuse(lists, Set.of());
    }

    /**
     * Returns the passages of all lists, as {@link #fuse(List)} does.
     *
     * @param incomplete the collections of which some passages have no vector yet. Such a passage
     *     is not counted as far from the question: the other voices decide on it alone
     */
    static List<Ranked> fuse(List<Found> lists, Set<String> incomplete) {
        List<Found> given = lists.stream().filter(list -> !list.passages().isEmpty()).toList();
        double weights = given.stream().mapToDouble(Found::weight).sum();
        boolean byRank = given.size() > 1 && !given.stream().allMatch(Fusion::isSpread);
        Map<PassageId, Passage> passages = new HashMap<>();
        Map<PassageId, List<Vote>> votes = new HashMap<>();
        for (Found list : given) {
            Set<PassageId> once = new HashSet<>();
            int rank = 0;
            for (Passage passage : list.passages()) {
                PassageId id = PassageId.of(passage);
                if (once.add(id)) {
                    rank++;
                    double normalised =
                            byRank || !isSpread(list)
                                    ? (RANK_CONSTANT + 1) / (RANK_CONSTANT + rank)
                                    : normalised(passage.score(), list.passages());
                    passages.putIfAbsent(id, passage);
                    votes.computeIfAbsent(id, _ -> new ArrayList<>())
                            .add(
                                    new Vote(
                                            list.voice(),
                                            rank,
                                            passage.score(),
                                            normalised,
                                            list.weight() / weights));
                }
            }
        }
        double vectors =
                given.stream().filter(Found::isOfVectors).mapToDouble(Found::weight).sum()
                        / weights;
        return votes.entrySet().stream()
                .map(
                        each -> {
                            Passage passage = Objects.requireNonNull(passages.get(each.getKey()));
                            boolean unknown =
                                    vectors < 1
                                            && incomplete.contains(passage.collection())
                                            && each.getValue().stream()
                                                    .noneMatch(Fusion::isOfVectors);
                            double score = sum(each.getValue());
                            return new Ranked(
                                    passage.withScore(
                                            unknown ? Math.min(1, score / (1 - vectors)) : score),
                                    each.getValue());
                        })
                .sorted(BEST_FIRST)
                .toList();
    }

    private static boolean isOfVectors(Vote vote) {
        return vote.voice().startsWith(Search.VECTORS);
    }

    /** Sums from the smallest part on, so that the order of the lists does not matter. */
    private static double sum(List<Vote> votes) {
        return votes.stream().mapToDouble(vote -> vote.normalised() * vote.weight()).sorted().sum();
    }

    private static boolean isSpread(Found list) {
        double best = list.passages().getFirst().score();
        double worst = list.passages().getLast().score();
        return Double.isFinite(best) && Double.isFinite(worst) && best > worst;
    }

    private static double normalised(double score, List<Passage> list) {
        double best = list.getFirst().score();
        double worst = list.getLast().score();
        double share = (score - worst) / (best - worst);
        return share >= 0 ? Math.min(1, share) : 0;
    }
}
