package dev.chasqui.adapters.hub;

import dev.chasqui.domain.exchange.Cancellation;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What ends every wait of one fetch: its own cancellation, or the closing of the hub. */
final class Stop implements AutoCloseable {
    private final Cancellation either = new Cancellation();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Cancellation.Registration own;
    private final Cancellation.Registration closing;

    Stop(Cancellation own, Cancellation closing) {
        either.onCancel(stopped::countDown);
        this.own = own.onCancel(either::cancel);
        this.closing = closing.onCancel(either::cancel);
    }

    /** Registers what ends a wait; it must not block. */
    Cancellation.Registration onStop(Runnable closer) {
        return either.onCancel(closer);
    }

    /**
     * @throws HubException if the fetch was given up
     */
    void check() throws HubException {
        if (either.isCancelled()) {
            throw HubException.cancelled();
        }
    }

    /**
     * Waits so long.
     *
     * @throws HubException as soon as the fetch is given up
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

    /** What a wait throws that was interrupted: interrupting gives the fetch up, too. */
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
