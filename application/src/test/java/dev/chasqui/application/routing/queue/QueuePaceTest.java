package dev.chasqui.application.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** The estimates of waits; the clock is the test's. */
class QueuePaceTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final QueuePace pace = new QueuePace();

    @Test
    void theEstimateIsThePaceTimesThoseThatWait() {
        pace.begun(0);
        for (int i = 1; i <= 10; i++) {
            pace.served(2L * i * SECOND);
        }

        assertThat(pace.retryAfter(7, 20 * SECOND)).isEqualTo(Duration.ofSeconds(14));
    }

    @Test
    void theLongerNobodyIsServedTheLongerItIs() {
        pace.begun(0);
        pace.served(SECOND);

        assertThat(pace.retryAfter(2, 6 * SECOND)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void itIsAtLeastASecondAndAtMostAMinute() {
        pace.begun(0);

        assertThat(pace.retryAfter(1, 1)).isEqualTo(Duration.ofSeconds(1));
        assertThat(pace.retryAfter(256, 3 * SECOND)).isEqualTo(Duration.ofMinutes(1));
    }
}
