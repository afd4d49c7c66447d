package dev.chasqui.application.port.registry;

/**
 * The store of registered servers, which outlives the process. What was saved is not lost by a
 * crash. Safe for use by several threads.
 */
public interface ServerStore {

    /** Returns what was saved the last time; nothing if nothing was. */
    RegisteredServers present();

    /**
     * Replaces all that is stored.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code DiskFull} if it cannot be
     *     written; the store is as it was then
     */
    void save(RegisteredServers next);
}
