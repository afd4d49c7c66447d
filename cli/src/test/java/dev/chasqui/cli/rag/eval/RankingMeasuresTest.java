package dev.chasqui.cli.rag.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

class RankingMeasuresTest {
    private static final Offset<Double> EXACT = within(1e-9);

    @Test
    void aPerfectRankingHasOneOfEach() {
        RankingMeasures measures =
                RankingMeasures.of(List.of("b", "a", "x"), Map.of("a", 1, "b", 2, "c", 0));

        assertThat(measures).isEqualTo(new RankingMeasures(1, 1, 1, 1));
    }

    @Test
    void gradesAreDiscountedByTheLogarithmOfTheRank() {
        RankingMeasures measures =
                RankingMeasures.of(List.of("x", "a", "y", "b"), Map.of("a", 3, "b", 1, "c", 2));

        double log2 = Math.log(2);
        double gained = 3 / (Math.log(3) / log2) + 1 / (Math.log(5) / log2);
        double best = 3 + 2 / (Math.log(3) / log2) + 1 / (Math.log(4) / log2);
        assertThat(measures.ndcg10()).isCloseTo(gained / best, EXACT);
        assertThat(measures.recall10()).isCloseTo(2.0 / 3, EXACT);
        assertThat(measures.reciprocalRank()).isEqualTo(0.5);
    }

    @Test
    void theFirstTenAndTheFirstHundredCount() {
        List<String> ranking =
                IntStream.rangeClosed(1, 150).mapToObj(number -> "d" + number).toList();

        RankingMeasures measures =
                RankingMeasures.of(ranking, Map.of("d10", 1, "d11", 1, "d100", 1, "d101", 1));

        assertThat(measures.recall10()).isEqualTo(0.25);
        assertThat(measures.recall100()).isEqualTo(0.75);
        assertThat(measures.reciprocalRank()).isEqualTo(0.1);
    }

    @Test
    void aRepetitionCountsOnceAndAnEmptyRankingHasNothing() {
        assertThat(RankingMeasures.of(List.of("a", "a", "b"), Map.of("b", 1)).reciprocalRank())
                .isEqualTo(0.5);
        assertThat(RankingMeasures.of(List.of(), Map.of("b", 1)))
                .isEqualTo(new RankingMeasures(0, 0, 0, 0));
    }
}
