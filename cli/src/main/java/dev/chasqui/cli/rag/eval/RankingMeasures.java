package dev.chasqui.cli.rag.eval;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The measures of a ranking, each from 0 to 1, more is better. They are computed as trec_eval does:
 * the gain of a document is its grade, discounted by the logarithm of its rank; a document without
 * a grade has none.
 *
 * @param ndcg10 the discounted gain of the first ten documents, as a part of the best possible one
 * @param recall10 the part of the relevant documents that is among the first ten
 * @param recall100 the part of the relevant documents that is among the first hundred
 * @param reciprocalRank one divided by the rank of the first relevant document; 0 without one
 */
record RankingMeasures(double ndcg10, double recall10, double recall100, double reciprocalRank) {
    private static final int TEN = 10;

    /** The documents of a ranking that are looked at. */
    static final int DEPTH = 100;

    /**
     * Returns the measures of one ranking.
     *
     * @param ranking the names of the documents, best first; a repetition counts at its first place
     * @param grades the grades of documents by name; those above 0 are relevant, and there is one
     */
    static RankingMeasures of(List<String> ranking, Map<String, Integer> grades) {
        List<Integer> gains =
                ranking.stream()
                        .distinct()
                        .limit(DEPTH)
                        .map(document -> Math.max(0, grades.getOrDefault(document, 0)))
                        .toList();
        List<Integer> best =
                grades.values().stream()
                        .filter(grade -> grade > 0)
                        .sorted(Comparator.reverseOrder())
                        .toList();
        return new RankingMeasures(
                discounted(gains) / discounted(best),
                relevant(gains, TEN) / best.size(),
                relevant(gains, DEPTH) / best.size(),
                reciprocalRank(gains));
    }

    /** Returns the mean of each measure; 0 for no rankings. */
    static RankingMeasures mean(Collection<RankingMeasures> all) {
        return new RankingMeasures(
                mean(all, RankingMeasures::ndcg10),
                mean(all, RankingMeasures::recall10),
                mean(all, RankingMeasures::recall100),
                mean(all, RankingMeasures::reciprocalRank));
    }

    private static double mean(
            Collection<RankingMeasures> all, ToDoubleFunction<RankingMeasures> measure) {
        return all.stream().mapToDouble(measure).average().orElse(0);
    }

    private static double discounted(List<Integer> gains) {
        double sum = 0;
        for (int i = 0; i < Math.min(TEN, gains.size()); i++) {
            sum += gains.get(i) / (Math.log(i + 2) / Math.log(2));
        }
        return sum;
    }

    private static double relevant(List<Integer> gains, int depth) {
        return gains.stream().limit(depth).filter(gain -> gain > 0).count();
    }

    private static double reciprocalRank(List<Integer> gains) {
        for (int i = 0; i < gains.size(); i++) {
            if (gains.get(i) > 0) {
                return 1.0 / (i + 1);
            }
        }
        return 0;
    }
}
