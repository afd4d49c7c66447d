package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Random schedules: one half is the same each time, the other begins at a printed base. {@code
 * -Dsimulation.schedules=} runs more of them, {@code -Dsimulation.base=} repeats those of another
 * run.
 */
class SimulationTest {
    private static final long SCHEDULES = Long.getLong("simulation.schedules", 10_000);

    /**
     * The longest wait in these schedules: a download takes ten minutes and may be needed again
     * after a change; everything else is short.
     */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    @Test
    void whateverHappensTheSchedulerKeepsItsPromises() {
        long base =
                Long.getLong(
                        "simulation.base",
                        RandomGenerator.getDefault().nextLong(1L << 40, 1L << 50));
        System.out.println("SimulationTest: -Dsimulation.base=" + base);
        long half = SCHEDULES / 2;
        LongAdder served = new LongAdder();
        LongAdder refused = new LongAdder();
        LongAdder grown = new LongAdder();
        AtomicReference<Promises.Tried> tried = new AtomicReference<>(Promises.Tried.NOTHING);
        AtomicLong longest = new AtomicLong();
        LongStream.concat(LongStream.range(0, half), LongStream.range(base, base + half))
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
                            tried.accumulateAndGet(simulation.tried(), Promises.Tried::plus);
                            longest.accumulateAndGet(
                                    simulation.longestWait().toMillis(), Math::max);
                        });
        assertThat(served.sum()).isGreaterThan(3 * SCHEDULES);
        assertThat(refused.sum()).isPositive().isLessThan(served.sum());
        assertThat(grown.sum()).isGreaterThan(SCHEDULES / 2);
        // Each promise mattered in many cases; these bounds are far below the usual numbers.
        assertThat(tried.get().heads()).isGreaterThan(5 * SCHEDULES);
        assertThat(tried.get().drained()).isGreaterThan(SCHEDULES / 10);
        assertThat(tried.get().evicted()).isGreaterThan(SCHEDULES / 2);
        assertThat(tried.get().passed()).isGreaterThan(SCHEDULES / 200);
        assertThat(Duration.ofMillis(longest.get())).isLessThan(LONGEST_WAIT);
    }
}
