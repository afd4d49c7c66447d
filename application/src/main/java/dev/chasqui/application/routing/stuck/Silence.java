package dev.chasqui.application.routing.stuck;

import java.time.Duration;

/**
 * The silence of one model since a client has left it: the time in which others waited for their
 * first event and none came. Times are in nanoseconds as those of {@link System#nanoTime()}. Not
 * safe for use by several threads.
 */
final class Silence {
    /** The least time between two times that a model is unloaded. */
    static final Duration LEAST_PAUSE = Duration.ofMinutes(1);

    /** The time until which nothing is due. */
    static final long NEVER = Long.MAX_VALUE;

    private boolean left;
    private int waiting;
    private int receiving;

    /** The time waited before the present wait, and since when one waits now. */
    private long waited;

    private long waitsSince;
    private boolean freed;
    private long freedAt;

    void sent(long now) {
        if (waiting++ == 0) {
            waitsSince = now;
        }
    }

    /** An event has come to one that waited, so the model works. */
    void begun(long now) {
        stopWaiting(now);
        receiving++;
        forget(now);
    }

    /**
     * @param received true if it got events, false if it waited
     */
    void ended(boolean received, boolean leaves, long now) {
        if (received) {
            receiving--;
        } else {
            stopWaiting(now);
        }
        if (leaves && !left) {
            left = true;
            waited = 0;
            waitsSince = now;
        }
    }

    private void stopWaiting(long now) {
        waiting--;
        if (waiting == 0) {
            waited += now - waitsSince;
        }
    }

    /** Forgets that a client has left. */
    void forget(long now) {
        left = false;
        waited = 0;
        waitsSince = now;
    }

    /** Begins the silence anew, since the model is not in memory. */
    void beginAnew(long now) {
        waited = 0;
        waitsSince = now;
    }

    /**
     * Returns the time until the model counts as stuck, 0 if it does now; {@link #NEVER} while that
     * cannot be: no client has left, nobody waits, or somebody receives events.
     */
    long dueIn(Duration after, long now) {
        if (!left || waiting == 0 || receiving > 0) {
            return NEVER;
        }
        long silent = after.toNanos() - waited - (now - waitsSince);
        long again = freed ? LEAST_PAUSE.toNanos() - (now - freedAt) : 0;
        return Math.max(0, Math.max(silent, again));
    }

    /** Notes that the model is unloaded. */
    void free(long now) {
        forget(now);
        freed = true;
        freedAt = now;
    }

    /** Returns true while a client has left it. */
    boolean isSuspected() {
        return left;
    }

    /** Returns true if nothing of it must be remembered. */
    boolean isOver(long now) {
        return !left
                && waiting == 0
                && receiving == 0
                && (!freed || now - freedAt >= LEAST_PAUSE.toNanos());
    }
}
