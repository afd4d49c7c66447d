package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/** The retiring of residents, and the moment when they are forgotten. */
class ResidentsTest {
    private static final PooledModel M = PooledModel.of("m", 1);
    private static final Instant NOW = Instant.EPOCH;

    private final Residents residents = new Residents(List.of(M));
    private final Resident first = residents.required("m");

    @Test
    void whatNeverHadAProcessIsForgottenAtOnce() {
        var _ = residents.change(List.of());
        residents.forgetGone();

        assertThat(residents.all()).isEmpty();
    }

    @Test
    void whatHasAProcessIsForgottenWhenThatIsGone() {
        first.start(NOW);
        var _ = residents.change(List.of(M.withRecipe("new")));
        first.stop(NOW);
        residents.forgetGone();
        assertThat(residents.all()).hasSize(2).contains(first);

        first.ended(NOW);
        residents.forgetGone();

        assertThat(residents.all()).hasSize(1).doesNotContain(first);
    }

    @Test
    void whatIsBeingPreparedIsForgottenWhenThatIsOver() {
        first.prepare();
        var _ = residents.change(List.of());
        first.abandon();
        residents.forgetGone();
        assertThat(residents.all()).containsExactly(first);

        first.ended(NOW);
        residents.forgetGone();

        assertThat(residents.all()).isEmpty();
    }

    @Test
    void noRunOfANameHasTheNumberOfOneBefore() {
        first.start(NOW);
        first.ended(NOW);
        var _ = residents.change(List.of());
        residents.forgetGone();
        var _ = residents.change(List.of(M));

        Resident next = residents.required("m");
        next.start(NOW);

        assertThat(next.run()).isGreaterThan(first.run());
    }
}
