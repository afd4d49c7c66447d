package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.exchange.Cancellation;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/**
 * The one network resource that an exchange holds at the moment: a name look-up, a socket that is
 * being connected, or a connection. Cancelling the exchange closes it, which ends every wait for
 * it.
 *
 * <p>A connection may outlive the exchange: it goes back to the pool. {@link #release} drops it
 * from here first, so that a late cancellation never closes a connection that another exchange
 * uses. Safe for use by several threads.
 */
final class CancellableResources implements AutoCloseable {
    private final Cancellation.Registration registration;
    private @Nullable Closeable held;
    private boolean over;

    private CancellableResources(Cancellation cancellation) {
        registration = cancellation.onCancel(this::closeHeld);
    }

    static CancellableResources under(Cancellation cancellation) {
        return new CancellableResources(cancellation);
    }

    /**
     * Holds a resource in place of the one before, which stays open.
     *
     * @throws ClosedChannelException if the exchange was cancelled or this is closed; the resource
     *     is then closed
     */
    void hold(Closeable resource) throws ClosedChannelException {
        synchronized (this) {
            if (!over) {
                held = resource;
                return;
            }
        }
        closeQuietly(resource);
        throw new ClosedChannelException();
    }

    /** Returns true after the resource was closed or released. */
    synchronized boolean isOver() {
        return over;
    }

    /**
     * Closes the resource after it failed.
     *
     * @return true if the exchange had been cancelled before, so that the failure is only a
     *     consequence of that
     */
    boolean closeAfter(IOException failure) {
        boolean givenUp = isOver() || failure instanceof ClosedByInterruptException;
        close();
        return givenUp;
    }

    /**
     * Drops the resource without closing it.
     *
     * @return false if it had been closed before
     */
    boolean release() {
        registration.close();
        synchronized (this) {
            boolean mine = !over;
            over = true;
            held = null;
            return mine;
        }
    }

    /** Ends the effect of a cancellation on the resource. */
    void detach() {
        registration.close();
    }

    /** Closes the resource. Idempotent. */
    @Override
    public void close() {
        registration.close();
        closeHeld();
    }

    private void closeHeld() {
        Closeable resource;
        synchronized (this) {
            over = true;
            resource = held;
            held = null;
        }
        if (resource != null) {
            closeQuietly(resource);
        }
    }

    private static void closeQuietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // The resource is dropped; an exception of its close changes nothing.
        }
    }
}
