package dev.chasqui.adapters.hub;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A meter that reports progress about twice a second. Used by one thread. */
final class ProgressMeter {
    private static final Duration BETWEEN = Duration.ofMillis(500);
    private static final double SECOND = 1e9;
    private static final int HUNDRED = 100;

    private final String what;
    private final long total;
    private final Consumer<String> progress;
    private final LongConsumer bytesHere;
    private final LongSupplier nanos;
    private long saidAt;
    private long said;
    private double speed;

    /**
     * @param what the action and its object, such as {@code downloading x.gguf}
     * @param start the bytes that existed before
     * @param total the size in bytes
     * @param progress takes the report in words
     * @param bytesHere takes the number of bytes with each report
     * @param nanos a clock such as {@link System#nanoTime}
     */
    ProgressMeter(
            String what,
            long start,
            long total,
            Consumer<String> progress,
            LongConsumer bytesHere,
            LongSupplier nanos) {
        this.what = what;
        this.total = total;
        this.progress = progress;
        this.bytesHere = bytesHere;
        this.nanos = nanos;
        this.said = start;
        this.saidAt = nanos.getAsLong();
    }

    /** Updates the number of bytes, which is smaller than before after a restart. */
    void at(long bytes) {
        long now = nanos.getAsLong();
        if (now - saidAt < BETWEEN.toNanos()) {
            return;
        }
        double latest = Math.max(0, bytes - said) * SECOND / (now - saidAt);
        speed = speed == 0 ? latest : (speed + latest) / 2;
        said = bytes;
        saidAt = now;
        bytesHere.accept(bytes);
        progress.accept(
                what
                        + ": "
                        + percent(bytes)
                        + "% of "
                        + HumanReadable.bytes(total)
                        + ", "
                        + HumanReadable.bytes(Math.round(speed))
                        + "/s");
    }

    private long percent(long bytes) {
        return total == 0 ? HUNDRED : (long) ((double) bytes / total * HUNDRED);
    }
}
