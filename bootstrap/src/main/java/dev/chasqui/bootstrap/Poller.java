package dev.chasqui.bootstrap;

import org.jspecify.annotations.Nullable;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thread that polls at an interval until it is closed. An exception of a poll is logged, once in
 * a row, and does not end it.
 *
 * <p>{@link #start} and {@link #close} are called by the owner alone.
 */
final class Poller implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Poller.class.getName());

    /** The longest wait of {@link #close} for a poll that is running. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final String name;
    private final String failure;
    private final Duration interval;
    private final CountDownLatch closing = new CountDownLatch(1);
    private @Nullable Thread thread;
    private boolean failing;

    /**
     * @param name the name of the thread
     * @param failure the sentence that is logged with an exception
     * @param interval the time between two polls
     */
    Poller(String name, String failure, Duration interval) {
        this.name = name;
        this.failure = failure;
        this.interval = interval;
    }

    /** Starts the thread. To be called once. */
    void start(Runnable poll) {
        thread = Thread.ofVirtual().name(name).start(() -> run(poll));
    }

    private void run(Runnable poll) {
        while (!isClosed()) {
            try {
                poll.run();
                failing = false;
            } catch (RuntimeException | Error e) {
                if (!failing) {
                    LOG.log(Level.WARNING, failure, e);
                }
                failing = true;
            }
        }
    }

    /**
     * Waits until the next poll and returns true if this is closed; an interrupt does not end it.
     */
    private boolean isClosed() {
        try {
            return closing.await(interval.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return closing.getCount() == 0;
        }
    }

    /** Ends the thread after a poll that is running. */
    @Override
    public void close() {
        closing.countDown();
        Thread polling = thread;
        if (polling == null || polling.equals(Thread.currentThread())) {
            return;
        }
        try {
            var _ = polling.join(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
