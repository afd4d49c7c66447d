package dev.chasqui.adapters.services;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.plugin.service.Scheduler;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The rules of schedulers. */
abstract class SchedulerContract {
    private static final Duration LONG = Duration.ofDays(1);

    protected abstract Scheduler scheduler();

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1S", "PT8784H", "PT0.0000001S"})
    void aPauseOfRepeatedWorkHasBounds(Duration pause) {
        assertThatThrownBy(() -> scheduler().every(pause, "job", () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pause");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a job", "a/b", "ä"})
    void aNameIsPlain(String name) {
        assertThatThrownBy(() -> scheduler().after(LONG, name, () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name");
    }

    @Test
    void theNumberOfJobsIsBoundedAndCancellingIsIdempotent() {
        List<Scheduler.Job> jobs = new ArrayList<>();
        for (int i = 0; i < Scheduler.MOST_JOBS; i++) {
            jobs.add(scheduler().every(LONG, "same", () -> {}));
        }

        assertThatThrownBy(() -> scheduler().after(LONG, "more", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("32 jobs");
        jobs.forEach(Scheduler.Job::cancel);
        jobs.forEach(Scheduler.Job::cancel);
    }
}
