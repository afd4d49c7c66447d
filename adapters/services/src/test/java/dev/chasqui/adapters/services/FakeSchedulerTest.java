package dev.chasqui.adapters.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.plugin.service.Scheduler;
import dev.chasqui.plugin.testkit.TestScheduler;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The test kit's scheduler obeys the rules of schedulers, in time that a test advances. */
class FakeSchedulerTest extends SchedulerContract {
    private final TestScheduler scheduler = new TestScheduler();

    @Override
    protected Scheduler scheduler() {
        return scheduler;
    }

    @Test
    void workRunsInTheOrderOfItsTimes() {
        List<String> runs = new ArrayList<>();
        scheduler.every(Duration.ofSeconds(2), "two", () -> runs.add("two"));
        scheduler.every(Duration.ofSeconds(3), "three", () -> runs.add("three"));
        scheduler.after(Duration.ofSeconds(1), "once", () -> runs.add("once"));
        assertThat(runs).isEmpty();

        scheduler.advance(Duration.ofSeconds(5));

        assertThat(runs).containsExactly("once", "two", "three", "two");
        assertThat(scheduler.jobs()).containsExactly("two", "three");
    }

    @Test
    void workMayCancelItsOwnJob() {
        List<Scheduler.Job> own = new ArrayList<>();
        List<String> runs = new ArrayList<>();
        own.add(
                scheduler.every(
                        Duration.ofSeconds(1),
                        "self",
                        () -> {
                            runs.add("run");
                            own.getFirst().cancel();
                        }));

        scheduler.advance(Duration.ofMinutes(1));

        assertThat(runs).hasSize(1);
        assertThat(scheduler.jobs()).isEmpty();
    }
}
