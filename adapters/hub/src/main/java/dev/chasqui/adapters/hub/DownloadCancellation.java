package dev.chasqui.adapters.hub;

import dev.chasqui.domain.exchange.Cancellation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The cancellation of one download, which ends all of its waits: the caller's own, or the closing
 * of the hub. Thread-safe.
 */
final class DownloadCancellation implements AutoCloseable {
    private final Cancellation either = new Cancellation();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Cancellation.Registration own;
    private final Cancellation.Registration closing;

    DownloadCancellation(Cancellation own, Cancellation closing) {
        either.onCancel(stopped::countDown);
        this.own = own.onCancel(either::cancel);
        this.closing = closing.onCancel(either::cancel);
    }

    /** Registers an action that ends a wait; it must not block. */
    Cancellation.Registration onStop(Runnable closer) {
        return either.onCancel(closer);
    }

    /**
     * Does nothing while the download is wanted.
     *
     * @throws HubException if the download was cancelled
     */
    void check() throws HubException {
        if (either.isCancelled()) {
            throw HubException.cancelled();
        }
    }

    /**
     * Waits for a time.
     *
     * @throws HubException as soon as the download is cancelled
     */
    void pause(Duration time) throws HubException {
        try {
            if (stopped.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
                throw HubException.cancelled();
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Returns the failure of an interrupted wait: an interrupt cancels the download too. */
    static HubException interrupted() {
        Thread.currentThread().interrupt();
        return HubException.cancelled();
    }

    @Override
    public void close() {
        own.close();
        closing.close();
    }
}
