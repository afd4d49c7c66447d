package dev.chasqui.application.routing.hedge;

/**
 * The receivers of the counts of requests that were sent to two backends. Safe for use by several
 * threads.
 */
public final class HedgeCounts {
    private volatile Runnable made = () -> {};
    private volatile Runnable won = () -> {};

    /**
     * Sets the receivers, which must not block.
     *
     * @param made is run for each second backend that is asked
     * @param won is run for each one that answers first
     */
    public void watch(Runnable made, Runnable won) {
        this.made = made;
        this.won = won;
    }

    /** Counts a second backend that is asked. */
    public void made() {
        made.run();
    }

    /** Counts a second backend that has answered first. */
    public void won() {
        won.run();
    }
}
