package dev.chasqui.benchmarks.studies;

import java.time.Duration;

/**
 * How much time a run takes.
 *
 * @param rounds of each study
 * @param fewRounds of the studies that take long
 * @param window of each contestant in each round
 * @param warmUp at most for each contestant that warms up
 * @param starts how often the start is measured
 * @param memory for how long memory is watched
 */
public record Effort(
        int rounds, int fewRounds, Duration window, Duration warmUp, int starts, Duration memory) {
    private static final int PARTS_OF_SLOW = 2;

    /** What figures for the record take: some half an hour. */
    public static Effort full() {
        return new Effort(
                7, 3, Duration.ofMillis(1500), Duration.ofSeconds(60), 10, Duration.ofMinutes(10));
    }

    /** What shows that everything works: some minutes. Its figures are noise. */
    public static Effort quick() {
        return new Effort(
                1, 1, Duration.ofMillis(400), Duration.ofSeconds(2), 2, Duration.ofSeconds(10));
    }

    /** The same with memory watched for another time. */
    public Effort withMemory(Duration time) {
        return new Effort(rounds, fewRounds, window, warmUp, starts, time);
    }

    Effort withFewRounds() {
        return new Effort(fewRounds, fewRounds, window, warmUp, starts, memory);
    }

    /** How long a contestant is measured in a round. */
    Duration windowOf(Contestant contestant) {
        return contestant.pace() == Contestant.Pace.SLOW ? window.dividedBy(PARTS_OF_SLOW) : window;
    }
}
