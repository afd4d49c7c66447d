package dev.chasqui.application.port;

import dev.chasqui.domain.size.Footprint;
import dev.chasqui.domain.size.MeasuredMemory;

/**
 * The servers of models, as the pool starts and ends them. Safe for use by several threads; no
 * method but {@link #close} waits for anything.
 */
public interface ModelServers extends AutoCloseable {

    /**
     * Makes sure that everything is on this machine that a model's server needs, and downloads what
     * is missing; tells the watcher {@code prepared} or {@code failed}.
     */
    void prepare(String model, Watcher watcher);

    /**
     * Gives up preparing a model; its watcher is told {@code prepared} or {@code failed} soon, as
     * if the preparation had ended by itself. Does nothing if it is over already.
     */
    void abandon(String model);

    /**
     * Starts the server of a prepared model; tells the watcher {@code loaded} or {@code failed},
     * and after {@code loaded} also {@code exited} when the server has ended.
     */
    void start(String model, Watcher watcher);

    /**
     * Measures the memory of a server that is ready, and tells its watcher {@code observed} if
     * anything could be measured. Does nothing if there is no such server, or if a measurement of
     * it is under way.
     */
    void observe(String model);

    /**
     * Ends a server that was started, gently at first; its watcher is told when it has ended:
     * {@code failed} if it was not ready yet, else {@code exited}.
     */
    void stop(String model);

    /** Ends all servers, and returns when they have ended. */
    @Override
    void close();

    /** The listener to a preparation or a start; it gets exactly one call that ends that. */
    interface Watcher {
        /**
         * Reports progress for waiting callers: in words, what is being done and how much of it is
         * done. May be called any number of times before the end.
         */
        void progress(String text);

        /**
         * Reports that everything is there.
         *
         * @param estimate the memory that the model will take
         */
        void prepared(Footprint estimate);

        /**
         * Reports that the server answers.
         *
         * @param server the backend to speak with it
         * @param seen the memory that it takes, as far as it can be measured at once
         */
        void loaded(Backend server, MeasuredMemory seen);

        /**
         * Reports the memory of a server that is ready; may be called any number of times until it
         * ends.
         */
        void observed(MeasuredMemory seen);

        /** Reports that there will be no server, and that no process of it is left. */
        void failed(LoadFailure why);

        /** Reports that no process of the server is left. */
        void exited();
    }
}
