package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.exchange.Cancellation;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/**
 * The one resource of the network that an exchange uses at the moment: a name look-up, a socket
 * that is being connected, or a connection. Cancelling the exchange closes it, which ends every
 * wait for it.
 *
 * <p>A connection outlives the exchange when it goes back to the pool. {@link #release} takes it
 * out of reach first, so that a late cancelling never closes the connection of somebody else. Safe
 * for use by several threads.
 */
final class CancellableResources implements AutoCloseable {
    private final Cancellation.Registration registration;
    private @Nullable Closeable held;
    private boolean over;

    private CancellableResources(Cancellation cancellation) {
        registration = cancellation.onCancel(this::cut);
    }

    static CancellableResources under(Cancellation cancellation) {
        return new CancellableResources(cancellation);
    }

    /**
     * Holds this instead of what was held before, which stays open.
     *
     * @throws ClosedChannelException if the exchange was given up; then the resource is closed
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

    /** Whether it was closed or released. */
    synchronized boolean isOver() {
        return over;
    }

    /**
     * Closes what is held, because it failed.
     *
     * @return whether the exchange had been given up, of which this failure is the echo
     */
    boolean closeAfter(IOException failure) {
        boolean givenUp = isOver() || failure instanceof ClosedByInterruptException;
        close();
        return givenUp;
    }

    /**
     * Lets go of the resource without closing it.
     *
     * @return false if it has been closed already
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

    /** Cancelling has no more power over it. */
    void detach() {
        registration.close();
    }

    /** Closes what is held. Idempotent. */
    @Override
    public void close() {
        registration.close();
        cut();
    }

    private void cut() {
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
            // It is of no use any more, whatever it says.
        }
    }
}
