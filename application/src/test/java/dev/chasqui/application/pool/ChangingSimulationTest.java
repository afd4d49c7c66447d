package dev.chasqui.application.pool;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;

/**
 * Random schedules like those of {@link SimulationTest}, half as many, in which the pool's models
 * and limits change.
 */
class ChangingSimulationTest {
    private static final long SCHEDULES = Long.getLong("simulation.schedules", 10_000) / 2;

    /**
     * The longest wait in these schedules: a download takes ten minutes and may be needed again
     * after a change; everything else is short.
     */
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);

    @Test
    void whateverChangesTheSchedulerKeepsItsPromises() {
        long base =
                Long.getLong(
                        "simulation.base",
                        RandomGenerator.getDefault().nextLong(1L << 40, 1L << 50));
        System.out.println("ChangingSimulationTest: -Dsimulation.base=" + base);
        long half = SCHEDULES / 2;
        LongAdder served = new LongAdder();
        LongAdder changed = new LongAdder();
        LongAdder outlived = new LongAdder();
        AtomicLong longest = new AtomicLong();
        LongStream.concat(LongStream.range(0, half), LongStream.range(base, base + half))
                .parallel()
                .forEach(
                        seed -> {
                            Simulation simulation = new Simulation(seed, true);
                            try {
                                simulation.run();
                            } catch (AssertionError | RuntimeException e) {
                                throw new AssertionError("seed " + seed + "\n" + simulation, e);
                            }
                            served.add(simulation.served());
                            changed.add(simulation.changed());
                            outlived.add(simulation.outlived());
                            longest.accumulateAndGet(
                                    simulation.longestWait().toMillis(), Math::max);
                        });
        assertThat(served.sum()).isGreaterThan(3 * SCHEDULES);
        assertThat(changed.sum()).isGreaterThan(2 * SCHEDULES);
        assertThat(outlived.sum()).isGreaterThan(SCHEDULES / 20);
        assertThat(Duration.ofMillis(longest.get())).isLessThan(LONGEST_WAIT);
    }
}
