package dev.chasqui.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Knocks at a server that is about to start until it gives the right answer. */
public final class FirstAnswer {
    private static final Duration BETWEEN_KNOCKS = Duration.ofMillis(2);
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private FirstAnswer() {}

    /**
     * Asks again and again.
     *
     * @param patience for how long
     * @param goesOn whether there is still somebody to wait for
     * @return the time that it took; empty if the right answer did not come
     */
    public static Optional<Duration> await(Ask ask, Duration patience, BooleanSupplier goesOn) {
        long start = System.nanoTime();
        while (goesOn.getAsBoolean() && System.nanoTime() - start < patience.toNanos()) {
            if (isRight(ask)) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - start));
            }
            LockSupport.parkNanos(BETWEEN_KNOCKS.toNanos());
        }
        return Optional.empty();
    }

    private static boolean isRight(Ask ask) {
        try {
            return OneAnswer.of(ask, SILENCE).fits(ask.expected());
        } catch (IOException notYet) {
            return false;
        }
    }
}
