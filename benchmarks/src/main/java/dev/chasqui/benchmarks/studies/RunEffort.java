package dev.chasqui.benchmarks.studies;

import java.time.Duration;

/**
 * The effort of a run: its rounds and times.
 *
 * @param rounds the rounds of each study
 * @param fewRounds the rounds of studies that take long
 * @param window the time of each contestant in each round
 * @param warmUp the longest warm-up of a contestant
 * @param starts the number of measured starts
 * @param memory the time for which memory is watched
 */
public record RunEffort(
        int rounds, int fewRounds, Duration window, Duration warmUp, int starts, Duration memory) {
    private static final int PARTS_OF_SLOW = 2;

    /** Returns the effort for figures to publish: some half an hour. */
    public static RunEffort full() {
        return new RunEffort(
                7, 3, Duration.ofMillis(1500), Duration.ofSeconds(60), 10, Duration.ofMinutes(10));
    }

    /**
     * Returns an effort that only shows that everything works: some minutes. Its figures are noise.
     */
    public static RunEffort quick() {
        return new RunEffort(
                1, 1, Duration.ofMillis(400), Duration.ofSeconds(2), 2, Duration.ofSeconds(10));
    }

    /** Returns the same effort with another time for memory. */
    public RunEffort withMemory(Duration time) {
        return new RunEffort(rounds, fewRounds, window, warmUp, starts, time);
    }

    RunEffort withFewRounds() {
        return new RunEffort(fewRounds, fewRounds, window, warmUp, starts, memory);
    }

    /** Returns the length of a contestant's window. */
    Duration windowOf(Contestant contestant) {
        return contestant.pace() == Contestant.Pace.SLOW ? window.dividedBy(PARTS_OF_SLOW) : window;
    }
}
