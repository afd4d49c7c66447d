package dev.chasqui.application.bulkhead;

/**
 * The clock of an agent's own time. It runs while the agent's code has been called and nobody is in
 * the rest of the chain for it; it stands still while at least one thread is. Not safe for use by
 * several threads.
 */
final class OwnTime {
    private int called;
    private int inside;
    private long spent;
    private long since;

    /** Notes that the agent's code is called. */
    void call(long now) {
        if (called++ == 0 && inside == 0) {
            since = now;
        }
    }

    /** Notes that a call of the agent's code has returned. */
    void back(long now) {
        if (--called == 0 && inside == 0) {
            spent += now - since;
        }
    }

    /** Notes that a thread enters the rest of the chain. */
    void enterInside(long now) {
        if (inside++ == 0 && called > 0) {
            spent += now - since;
        }
    }

    /** Notes that a thread comes back from the rest of the chain. */
    void leaveInside(long now) {
        if (--inside == 0 && called > 0) {
            since = now;
        }
    }

    /** Returns true if the clock runs. */
    boolean runs() {
        return called > 0 && inside == 0;
    }

    /** Returns true if a thread is in the rest of the chain. */
    boolean isInside() {
        return inside > 0;
    }

    /** Returns the own time up to now. */
    long spent(long now) {
        return runs() ? spent + (now - since) : spent;
    }
}
