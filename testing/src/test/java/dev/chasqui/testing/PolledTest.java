package dev.chasqui.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

class PolledTest {
    private final AtomicInteger checks = new AtomicInteger();

    @Test
    void aConditionIsCheckedUntilItHolds() {
        Polled.until("three checks", () -> checks.incrementAndGet() == 3);

        assertThat(checks).hasValue(3);
    }

    @Test
    void aConditionThatDoesNotHoldInTimeIsNamed() {
        assertThatThrownBy(() -> Polled.until("a wonder", Duration.ofMillis(1), () -> false))
                .isInstanceOf(AssertionError.class)
                .hasMessage("not within PT0.001S: a wonder");
    }

    @Test
    void assertionsAreCheckedUntilTheyPass() {
        Polled.untilPasses(() -> assertThat(checks.incrementAndGet()).isEqualTo(3));

        assertThat(checks).hasValue(3);
    }
}
