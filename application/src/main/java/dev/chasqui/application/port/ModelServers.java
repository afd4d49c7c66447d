package dev.chasqui.application.port;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;

/**
 * Starts and ends the servers of models. Safe for use by several threads; no method waits for a
 * process.
 */
public interface ModelServers extends AutoCloseable {

    /** Starts a model's server, and tells the watcher what becomes of it. */
    void start(String model, Watcher watcher);

    /** Ends a server that was started, gently at first; its watcher is told when it is gone. */
    void stop(String model);

    /** Ends all of them, and returns when they are gone. */
    @Override
    void close();

    /**
     * Is told, once, either that a server is ready or that it will not be; and, once, that one that
     * was ready is gone.
     */
    interface Watcher {
        /**
         * It answers.
         *
         * @param server to speak with it
         * @param memory what it takes, where that could be seen
         */
        void loaded(Backend server, Optional<ByteSize> memory);

        /** It will not answer, and no process of it is left. */
        void failed(LoadFailure why);

        /** No process of it is left. */
        void exited();
    }
}
