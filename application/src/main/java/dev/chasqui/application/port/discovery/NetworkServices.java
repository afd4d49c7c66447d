package dev.chasqui.application.port.discovery;

import java.time.Duration;

/**
 * The announcements on the network of this machine. No method waits for the network. Safe for use
 * by several threads.
 */
public interface NetworkServices extends AutoCloseable {

    /**
     * Begins what is wished, in place of what was wished before; the listener is told what is found
     * from now on.
     */
    void change(NetworkWish wish);

    /** Begins to withdraw the announcement and to leave the network, which may take seconds. */
    @Override
    void close();

    /**
     * Waits until the network has been left after {@link #close}.
     *
     * @param most the longest wait
     */
    void awaitClosed(Duration most);
}
