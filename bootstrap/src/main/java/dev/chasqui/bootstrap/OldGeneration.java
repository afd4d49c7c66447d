package dev.chasqui.bootstrap;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.management.NotificationEmitter;

/**
 * Has the old generation collected before it has grown much, where the JVM would not.
 *
 * <p>The serial collector, which the JVM takes on one processor, collects it only when it has grown
 * to the heap's limit, a quarter of the machine; and what it once took stays resident. It is the
 * connections of clients that come and go that get there, 20 KiB of each (measured). The other
 * collectors look after themselves.
 */
final class OldGeneration {
    private static final String OF_SERIAL = "Tenured Gen";

    /** A collection stops everybody, for 50 to 80 ms with 512 streams, so it should be seldom. */
    private static final long ROOMY = 128L << 20;

    /** What is alive may grow so many times before it is looked what of it still is. */
    private static final int TIMES_ALIVE = 3;

    /** To ask about memory takes some 50 ms that no start should wait for. */
    private static final Duration AFTER_START = Duration.ofSeconds(5);

    private final MemoryPoolMXBean pool;

    private OldGeneration(MemoryPoolMXBean pool) {
        this.pool = pool;
    }

    /** Looks after it for as long as the process lives; begins in a while. */
    static void watchSoon() {
        CompletableFuture.delayedExecutor(
                        AFTER_START.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(OldGeneration::watch);
    }

    /** Looks after it from now on, for as long as the process lives. */
    static void watch() {
        ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(
                        pool ->
                                pool.getName().equals(OF_SERIAL)
                                        && pool.isUsageThresholdSupported())
                .forEach(pool -> new OldGeneration(pool).begin());
    }

    private void begin() {
        waitForGrowth();
        ((NotificationEmitter) ManagementFactory.getMemoryMXBean())
                .addNotificationListener(
                        (_, _) -> collect(),
                        one ->
                                one.getType()
                                        .equals(MemoryNotificationInfo.MEMORY_THRESHOLD_EXCEEDED),
                        null);
    }

    private void collect() {
        System.gc();
        waitForGrowth();
    }

    private void waitForGrowth() {
        long much = Math.max(ROOMY, TIMES_ALIVE * pool.getUsage().getUsed());
        pool.setUsageThreshold(Math.min(much, pool.getUsage().getMax()));
    }
}
