package dev.chasqui.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The pause between two checks of a condition that nothing signals. It leaves the processor to the
 * code under test.
 */
public final class PollPause {
    private static final Duration LENGTH = Duration.ofMillis(5);

    private PollPause() {}

    /** Takes the pause, which may end early. */
    public static void take() {
        LockSupport.parkNanos(LENGTH.toNanos());
    }
}
