package dev.chasqui.application.port;

import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.Observed;

/**
 * The servers of models, as the pool starts and ends them. Safe for use by several threads; no
 * method but {@link #close} waits for anything.
 */
public interface ModelServers extends AutoCloseable {

    /**
     * Makes sure that all is on this machine that a model's server needs, and gets what is not;
     * tells the watcher {@code prepared} or {@code failed}.
     */
    void prepare(String model, Watcher watcher);

    /**
     * Gives up preparing a model; the watcher of that is told {@code prepared} or {@code failed}
     * soon, as if it had come to that by itself. Nothing happens where it is over already.
     */
    void abandon(String model);

    /**
     * Starts the server of a model that is prepared; tells the watcher {@code loaded} or {@code
     * failed} and, of one that was loaded, {@code exited} when it is gone.
     */
    void start(String model, Watcher watcher);

    /**
     * Looks what a server that is ready takes of the memory, and tells its watcher {@code observed}
     * if anything is seen. Nothing happens where there is none, or a look at it is under way.
     */
    void observe(String model);

    /**
     * Ends a server that was started, gently at first; its watcher is told when it is gone: {@code
     * failed} if it was not ready yet.
     */
    void stop(String model);

    /** Ends all of them, and returns when they are gone. */
    @Override
    void close();

    /** The listener to what was begun: of each it is told one thing that ends it, once. */
    interface Watcher {
        /**
         * How far it is, for callers that wait: what is done and how much of it, in words. Told any
         * number of times before the end.
         */
        void progress(String text);

        /**
         * All is there.
         *
         * @param estimate what the model will take of the memory
         */
        void prepared(Footprint estimate);

        /**
         * The server answers.
         *
         * @param server to speak with it
         * @param seen what it takes, as far as that can be seen at once
         */
        void loaded(Backend server, Observed seen);

        /** What a server takes that is ready; told any number of times until it is gone. */
        void observed(Observed seen);

        /** There will be no server, and no process of it is left. */
        void failed(LoadFailure why);

        /** No process of it is left. */
        void exited();
    }
}
