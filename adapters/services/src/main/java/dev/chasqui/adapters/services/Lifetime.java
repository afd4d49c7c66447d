package dev.chasqui.adapters.services;

import dev.chasqui.domain.exchange.Cancellation;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The time for which a plug-in has its services. Its end cancels the calls that are running. Safe
 * for use by several threads.
 */
final class Lifetime {
    private final String plugin;
    private final Cancellation end = new Cancellation();

    Lifetime(String plugin) {
        this.plugin = plugin;
    }

    /**
     * @throws IllegalStateException if it is over
     */
    void requireOpen() {
        if (end.isCancelled()) {
            throw new IllegalStateException(
                    "plug-in '" + plugin + "' has stopped; its services have ended with it");
        }
    }

    /** Begins a call that a cancellation ends, and that ends with this lifetime. */
    Call begin(Cancellation cancellation, Runnable giveBack) {
        requireOpen();
        return new Call(cancellation, giveBack);
    }

    /** Ends the lifetime and cancels its calls. Idempotent. */
    void close() {
        end.cancel();
    }

    /** A running call. */
    final class Call implements AutoCloseable {
        private final Cancellation cancellation = new Cancellation();
        private final Cancellation.Registration given;
        private final Cancellation.Registration ending;
        private final Runnable giveBack;
        private final AtomicBoolean over = new AtomicBoolean();

        private Call(Cancellation from, Runnable giveBack) {
            this.giveBack = giveBack;
            this.given = from.onCancel(cancellation::cancel);
            this.ending = end.onCancel(cancellation::cancel);
        }

        Cancellation cancellation() {
            return cancellation;
        }

        /** Marks the call as over, which nothing needs to cancel any more. Idempotent. */
        @Override
        public void close() {
            if (!over.getAndSet(true)) {
                given.close();
                ending.close();
                giveBack.run();
            }
        }
    }
}
