package dev.chasqui.application.routing.hedge;

/**
 * The receivers of the counts of requests that were sent to two backends, or to none since an equal
 * one was. Safe for use by several threads.
 */
public final class RequestCounts {
    private volatile Runnable made = () -> {};
    private volatile Runnable won = () -> {};
    private volatile Runnable shared = () -> {};

    /**
     * Sets the receivers, which must not block.
     *
     * @param made is run for each second backend that is asked
     * @param won is run for each one that answers first
     * @param shared is run for each request that waits for the answer to an equal one
     */
    public void watch(Runnable made, Runnable won, Runnable shared) {
        this.made = made;
        this.won = won;
        this.shared = shared;
    }

    /** Counts a second backend that is asked. */
    public void made() {
        made.run();
    }

    /** Counts a second backend that has answered first. */
    public void won() {
        won.run();
    }

    /** Counts a request that waits for the answer to an equal one. */
    public void shared() {
        shared.run();
    }
}
