package dev.chasqui.application.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The times at which positions are told; the clock is the test's. */
class QueueProgressTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

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
