package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.LongStream;

class SimulationTest {
    private static final long SCHEDULES = 100_000;

    /** Where a download takes ten minutes and all else is as short as here, nobody waits longer. */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(20);

    @Test
    void whateverHappensTheSchedulerKeepsItsPromises() {
        LongAdder served = new LongAdder();
        LongAdder refused = new LongAdder();
        LongAdder grown = new LongAdder();
        AtomicLong longest = new AtomicLong();
        LongStream.range(0, SCHEDULES)
                .parallel()
                .forEach(
                        seed -> {
                            Simulation simulation = new Simulation(seed);
                            try {
                                simulation.run();
                            } catch (AssertionError | RuntimeException e) {
                                throw new AssertionError("seed " + seed + "\n" + simulation, e);
                            }
                            served.add(simulation.served());
                            refused.add(simulation.refused());
                            grown.add(simulation.grown());
                            longest.accumulateAndGet(
                                    simulation.longestWait().toMillis(), Math::max);
                        });
        assertThat(served.sum()).isGreaterThan(3 * SCHEDULES);
        assertThat(refused.sum()).isPositive().isLessThan(served.sum());
        assertThat(grown.sum()).isGreaterThan(SCHEDULES / 2);
        assertThat(Duration.ofMillis(longest.get())).isLessThan(LONGEST_WAIT);
    }
}
