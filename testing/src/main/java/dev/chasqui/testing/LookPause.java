package dev.chasqui.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * The pause between two looks of a test at what nobody reports. It leaves the processor to what the
 * test waits for.
 */
public final class LookPause {
    private static final Duration LENGTH = Duration.ofMillis(5);

    private LookPause() {}

    /** Takes the pause, which may end early. */
    public static void take() {
        LockSupport.parkNanos(LENGTH.toNanos());
    }
}
