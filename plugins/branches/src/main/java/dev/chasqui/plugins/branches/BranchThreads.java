package dev.chasqui.plugins.branches;

import java.time.Duration;

/**
 * The counted threads of the branches of all exchanges. The count lets the plug-in wait for their
 * end before its classes are unloaded. Safe for use by several threads.
 */
public final class BranchThreads {
    /**
     * The only instance; each generation of the plug-in has its own, since it has its own classes.
     */
    public static final BranchThreads ALL = new BranchThreads();

    private int running;

    /** Starts a counted virtual thread. */
    public void start(String name, Runnable code) {
        count(1);
        try {
            var _ =
                    Thread.ofVirtual()
                            .name(name)
                            .start(
                                    () -> {
                                        try {
                                            code.run();
                                        } finally {
                                            count(-1);
                                        }
                                    });
        } catch (RuntimeException | Error e) {
            count(-1);
            throw e;
        }
    }

    private synchronized void count(int change) {
        running += change;
        notifyAll();
    }

    /**
     * Waits until no thread runs.
     *
     * @param limit the longest wait
     * @return false if the limit passed or the calling thread was interrupted
     */
    public synchronized boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while (running > 0) {
                long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
