package dev.chasqui.application.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

/** The memory that responses in the background may hold. */
class BackgroundRunsTest {
    private final BackgroundRuns runs = new BackgroundRuns(4, 4, 1_000);

    @AfterEach
    void stop() throws InterruptedException {
        runs.stop(Duration.ofSeconds(5));
    }

    private BackgroundRuns.Place take(String id, String owner, long bytes) {
        return runs.take(id, owner, bytes, new Cancellation(), Optional.empty());
    }

    private void assertRefused(String owner, long bytes, String why) {
        assertThatThrownBy(() -> take("refused", owner, bytes).close())
                .isInstanceOfSatisfying(
                        FailureException.class,
                        refused -> {
                            assertThat(refused.failure()).isInstanceOf(Failure.Overloaded.class);
                            assertThat(refused.getMessage()).contains(why);
                        });
    }

    @Test
    void anOwnerHoldsAtMostHalfOfTheMemory() {
        try (var _ = take("a", "ana", 300)) {
            assertRefused("ana", 201, "your responses");
            try (var _ = take("b", "ana", 200);
                    var _ = take("c", "bob", 500)) {
                assertRefused("eve", 1, "of all callers");
            }
            take("d", "ana", 200).close();
        }
    }

    @Test
    void theFirstOneIsTakenHoweverLargeItIs() {
        try (var _ = take("a", "ana", 2_000)) {
            assertRefused("bob", 1, "of all callers");
        }
        take("b", "bob", 1_000).close();
    }

    @Test
    void aRunThatIsOverHoldsNothing() throws InterruptedException {
        try (BackgroundRuns.Place place = take("a", "ana", 2_000)) {
            place.begin(() -> {});
        }
        assertThat(runs.drain(Duration.ofSeconds(5))).isTrue();
        assertThat(runs.ids()).isEmpty();
    }
}
