package dev.chasqui.cli.rag.eval;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The result of one voice of the search over all questions.
 *
 * @param measures the means of the measures
 * @param p50Millis the median of the times that the server took, in milliseconds
 * @param p99Millis the time that 99 of 100 questions took at most, in milliseconds
 */
record VoiceReport(RankingMeasures measures, double p50Millis, double p99Millis) {

    /**
     * Returns the report of these rankings.
     *
     * @param millis the time of each question; at least one
     */
    static VoiceReport of(List<RankingMeasures> measures, List<Double> millis) {
        List<Double> sorted = millis.stream().sorted().toList();
        return new VoiceReport(
                RankingMeasures.mean(measures), quantile(sorted, 0.5), quantile(sorted, 0.99));
    }

    private static double quantile(List<Double> sorted, double part) {
        int rank = (int) Math.ceil(part * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    /** Returns the report as a member of the command's JSON. */
    Json.Obj json() {
        return Json.Obj.EMPTY
                .with("ndcg@10", number("%.4f", measures.ndcg10()))
                .with("recall@10", number("%.4f", measures.recall10()))
                .with("recall@100", number("%.4f", measures.recall100()))
                .with("mrr", number("%.4f", measures.reciprocalRank()))
                .with("p50Ms", number("%.2f", p50Millis))
                .with("p99Ms", number("%.2f", p99Millis));
    }

    /** Returns the report as a row of the command's table. */
    List<String> row(String voice) {
        return Stream.concat(
                        Stream.of(voice),
                        Stream.of(
                                text("%.3f", measures.ndcg10()),
                                text("%.3f", measures.recall10()),
                                text("%.3f", measures.recall100()),
                                text("%.3f", measures.reciprocalRank()),
                                text("%.1f", p50Millis),
                                text("%.1f", p99Millis)))
                .toList();
    }

    private static Json number(String format, double value) {
        return new Json.Num(text(format, value));
    }

    private static String text(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
