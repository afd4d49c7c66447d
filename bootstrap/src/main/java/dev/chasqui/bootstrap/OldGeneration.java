package dev.chasqui.bootstrap;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryNotificationInfo;
import java.lang.management.MemoryPoolMXBean;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import javax.management.NotificationEmitter;

/**
 * A watch over the old generation of the heap, which has it collected before it has grown much, if
 * the JVM would not.
 *
 * <p>The serial collector, which the JVM uses on one processor, collects it only when it has grown
 * to the heap's limit, a quarter of the machine's memory; and memory that it once used stays
 * resident. The objects that get there belong to the connections of clients, 20 KiB of each
 * (measured). The other collectors need no such help.
 */
final class OldGeneration {
    private static final String OF_SERIAL = "Tenured Gen";

    /**
     * The size in bytes below which it is not collected. A collection pauses all threads, for 50 to
     * 80 ms with 512 streams, so it should be rare.
     */
    private static final long ROOMY = 128L << 20;

    /** The factor by which the live part may grow before it is collected again. */
    private static final int TIMES_ALIVE = 3;

    /**
     * The delay after a start. The first query of memory takes some 50 ms, for which no start
     * should wait.
     */
    private static final Duration AFTER_START = Duration.ofSeconds(5);

    private final MemoryPoolMXBean pool;

    private OldGeneration(MemoryPoolMXBean pool) {
        this.pool = pool;
    }

    /** Starts the watch after a delay, for as long as the process lives. */
    static void watchSoon() {
        CompletableFuture.delayedExecutor(
                        AFTER_START.toMillis(), TimeUnit.MILLISECONDS, Thread::startVirtualThread)
                .execute(OldGeneration::watch);
    }

    /** Starts the watch now, for as long as the process lives. */
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
