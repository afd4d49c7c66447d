package dev.chasqui.application.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The estimates of waits, and the times at which positions are told; the clock is the test's. */
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

    @Test
    void aPositionIsToldIfItHasChangedAndAtMostOnceASecond() {
        List<Integer> told = new ArrayList<>();
        QueueProgress progress = new QueueProgress(told::add, 0);
        int position = 9;
        for (long now = 0; now <= 3 * SECOND; now += SECOND / 4) {
            if (progress.isDue(now)) {
                progress.tell(now < 2 * SECOND ? position : position - 1, now);
            }
            position -= now < SECOND ? 1 : 0;
        }

        assertThat(told).containsExactly(9, 5, 4);
    }
}
