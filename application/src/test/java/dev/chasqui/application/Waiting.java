package dev.chasqui.application;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The wait for a condition. */
public final class Waiting {
    private static final long LIMIT = TimeUnit.SECONDS.toNanos(20);

    private Waiting() {}

    /** Waits until a condition holds, at most 20 s. */
    public static void until(String what, BooleanSupplier condition) {
        long begun = System.nanoTime();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - begun > LIMIT) {
                throw new AssertionError("never came: " + what);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }
}
