package dev.chasqui.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for the first right answer of a server that is starting. */
public final class FirstAnswer {
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final Duration MAX_ANSWER_TIME = Duration.ofSeconds(10);

    private FirstAnswer() {}

    /**
     * Repeats a request until it gets the right answer.
     *
     * @param patience the longest wait
     * @param keepWaiting returns false if the wait is pointless, such as after the end of the
     *     server
     * @return the time until the right answer; empty if none came
     */
    public static Optional<Duration> await(
            RawRequest ask, Duration patience, BooleanSupplier keepWaiting) {
        long start = System.nanoTime();
        while (keepWaiting.getAsBoolean() && System.nanoTime() - start < patience.toNanos()) {
            if (isRight(ask)) {
                return Optional.of(Duration.ofNanos(System.nanoTime() - start));
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        return Optional.empty();
    }

    private static boolean isRight(RawRequest ask) {
        try {
            return OneAnswer.of(ask, MAX_ANSWER_TIME).fits(ask.expected());
        } catch (IOException notYet) {
            return false;
        }
    }
}
