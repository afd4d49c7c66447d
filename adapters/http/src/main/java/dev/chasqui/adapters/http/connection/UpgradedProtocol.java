package dev.chasqui.adapters.http.connection;

import io.helidon.common.buffers.DataWriter;

import org.jspecify.annotations.Nullable;

/**
 * A protocol that a connection continues with after an upgrade. Each of its messages becomes a
 * request of HTTP/1.1, so that all rules for requests hold for it, too. Used by one thread.
 */
public interface UpgradedProtocol {

    /**
     * Returns the bytes of the next request, and waits for its message; null at the end.
     *
     * @throws RuntimeException if the connection fails, as the source of the client's bytes does
     */
    byte @Nullable [] next();

    /** Returns the writer that receives the answers. */
    DataWriter output();

    /** Says goodbye to the client, if the connection still allows it. */
    void end();
}
