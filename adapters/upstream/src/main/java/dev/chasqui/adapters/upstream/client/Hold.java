package dev.chasqui.adapters.upstream.client;

import dev.chasqui.domain.exchange.Cancellation;

import org.jspecify.annotations.Nullable;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;

/**
 * What one exchange holds of the network at the moment: a name look-up, a socket that is being
 * connected, a connection. Cancelling the exchange closes it, whoever waits for it.
 *
 * <p>A connection outlives the exchange when it goes back to the pool. {@link #release} takes it
 * out of reach first, so that a late cancelling never closes the connection of somebody else. Safe
 * for use by several threads.
 */
final class Hold implements AutoCloseable {
    private final Cancellation.Registration registration;
    private @Nullable Closeable held;
    private boolean over;

    private Hold(Cancellation cancellation) {
        registration = cancellation.onCancel(this::cut);
    }

    static Hold under(Cancellation cancellation) {
        return new Hold(cancellation);
    }

    /**
     * Holds this instead of what was held before, which stays open.
     *
     * @throws ClosedChannelException if the exchange was given up; then the resource is closed
     */
    void on(Closeable resource) throws ClosedChannelException {
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

    /** Cancelling has no more power over this hold. */
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
