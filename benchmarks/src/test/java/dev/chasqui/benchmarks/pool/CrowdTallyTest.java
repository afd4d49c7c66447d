package dev.chasqui.benchmarks.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

class CrowdTallyTest {
    private static final Duration TIME = Duration.ofSeconds(20);
    private static final List<String> BOTH = List.of("a", "b");

    @Test
    void theSmallerShareIsAPartOfTheLarger() {
        CrowdTally tally = tally(answered("a", 0, 1), answered("a", 1, 1), answered("b", 0, 3));

        assertThat(tally.answers()).isEqualTo(3);
        assertThat(tally.share(BOTH)).isEqualTo(0.5);
    }

    @Test
    void aModelWithoutAnswersHasNoShare() {
        assertThat(tally(answered("a", 0, 1)).share(BOTH)).isZero();
        assertThat(tally().share(BOTH)).isZero();
    }

    @Test
    void anAnswerThatCameTooLateDoesNotCountButItsWaitDoes() {
        CrowdTally tally = tally(answered("a", 0, 1), answered("a", 15, 6));

        assertThat(tally.answers("a")).isEqualTo(1);
        assertThat(tally.longestWait()).isEqualTo(Duration.ofSeconds(6));
        assertThat(tally.end()).isEqualTo(Duration.ofSeconds(21));
    }

    @Test
    void aWaitWithoutAnAnswerCountsAsAWait() {
        CrowdTally tally =
                tally(answered("a", 0, 1), visit("b", 2, 18, new CrowdRequest.Unfinished()));

        assertThat(tally.longestWait()).isEqualTo(Duration.ofSeconds(18));
        assertThat(tally.failures()).isZero();
    }

    @Test
    void theFirstFailureIsReported() {
        CrowdTally tally =
                tally(
                        answered("a", 0, 1),
                        visit("a", 1, 1, new CrowdRequest.Failed("status 503")),
                        visit("a", 2, 1, new CrowdRequest.Failed("status 500")));

        assertThat(tally.failures()).isEqualTo(2);
        assertThat(tally.firstFailure()).contains("status 503");
        assertThat(tally.answers()).isEqualTo(1);
    }

    @Test
    void aNaiveFifoLoadsForEachAnswer() {
        assertThat(
                        Alternating.naiveFifo(
                                Duration.ofSeconds(2),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(40)))
                .isEqualTo(18);
    }

    private static CrowdTally tally(CrowdRequest... visits) {
        return new CrowdTally(Arrays.asList(visits), TIME);
    }

    private static CrowdRequest answered(String model, int asked, int took) {
        return visit(model, asked, took, new CrowdRequest.Answered());
    }

    private static CrowdRequest visit(
            String model, int asked, int took, CrowdRequest.Outcome outcome) {
        return new CrowdRequest(
                model, Duration.ofSeconds(asked), Duration.ofSeconds(took), outcome);
    }
}
