package dev.chasqui.application.exchange.sending;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ToldFailureTest {
    private final FailureException down = unreachable("down");
    private final FailureException gone = unreachable("gone");
    private final FailureException full =
            new FailureException(new Failure.Overloaded("full", Duration.ofSeconds(3)));
    private final FailureException fullToo =
            new FailureException(new Failure.Overloaded("full too", Duration.ofSeconds(9)));
    private final FailureException forbidden = new FailureException(new Failure.Forbidden("no"));

    private final ToldFailure told = new ToldFailure();

    private static FailureException unreachable(String backend) {
        return new FailureException(new Failure.BackendUnreachable(backend, "refused"));
    }

    @Test
    void theFirstOfThoseWithATimeIsToldAndElseTheLast() {
        told.asked(down);
        told.asked(gone);
        assertThat(told.get()).isSameAs(gone);

        told.asked(full);
        told.asked(fullToo);
        told.asked(down);
        assertThat(told.get()).isSameAs(full);
    }

    @Test
    void whatABackendSaidPrecedesThatNoneWasAsked() {
        told.unasked(forbidden);
        told.unasked(gone);
        assertThat(told.get()).isSameAs(forbidden);

        told.asked(down);
        assertThat(told.get()).isSameAs(down);
    }

    @Test
    void theModelThatWasAskedForPrecedesItsFallbacks() {
        told.unasked(forbidden);
        told.turnTo(true);
        told.asked(full);
        told.asked(down);

        assertThat(told.get()).isSameAs(forbidden);
        assertThat(told.count()).isEqualTo(3);
    }
}
