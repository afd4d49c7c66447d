package dev.chasqui.plugins.parallel;

import java.time.Duration;

/**
 * The threads of the branches of all exchanges, counted, so that the plug-in's classes go only when
 * none of them needs one. Safe for use by several threads.
 */
final class BranchThreads {
    /** One for the plug-in, whose classes belong to no other. */
    static final BranchThreads ALL = new BranchThreads();

    private int running;

    /** Starts a virtual thread. */
    void start(String name, Runnable code) {
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
     * Waits until none runs.
     *
     * @param limit how long at most
     * @return whether none does
     */
    synchronized boolean awaitEnd(Duration limit) {
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
