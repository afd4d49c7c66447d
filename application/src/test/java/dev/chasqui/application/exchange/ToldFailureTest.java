package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class ToldFailureTest {
    private static final FailureException DOWN = unreachable("down");
    private static final FailureException GONE = unreachable("gone");
    private static final FailureException FULL =
            new FailureException(new Failure.Overloaded("full", Duration.ofSeconds(3)));
    private static final FailureException FULL_TOO =
            new FailureException(new Failure.Overloaded("full too", Duration.ofSeconds(9)));
    private static final FailureException FORBIDDEN =
            new FailureException(new Failure.Forbidden("no"));

    private final ToldFailure told = new ToldFailure();

    private static FailureException unreachable(String backend) {
        return new FailureException(new Failure.BackendUnreachable(backend, "refused"));
    }

    @Test
    void theFirstOfThoseWithATimeIsToldAndElseTheLast() {
        told.asked(DOWN);
        told.asked(GONE);
        assertThat(told.get()).isSameAs(GONE);

        told.asked(FULL);
        told.asked(FULL_TOO);
        told.asked(DOWN);
        assertThat(told.get()).isSameAs(FULL);
    }

    @Test
    void whatABackendSaidPrecedesThatNoneWasAsked() {
        told.unasked(FORBIDDEN);
        told.unasked(GONE);
        assertThat(told.get()).isSameAs(FORBIDDEN);

        told.asked(DOWN);
        assertThat(told.get()).isSameAs(DOWN);
    }

    @Test
    void theModelThatWasAskedForPrecedesItsFallbacks() {
        told.unasked(FORBIDDEN);
        told.turnToFallbacks();
        told.asked(FULL);
        told.asked(DOWN);

        assertThat(told.get()).isSameAs(FORBIDDEN);
        assertThat(told.count()).isEqualTo(3);
    }
}
