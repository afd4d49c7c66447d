package dev.chasqui.bootstrap;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The signals that tell the process to end: SIGTERM, and SIGINT, which Ctrl-C sends.
 *
 * <p>The first is waited for, so that the process ends as it likes; the second ends it at once. A
 * shutdown hook would see the first alone, and could not say that all went well: the virtual
 * machine exits with 143.
 */
final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final CountDownLatch told = new CountDownLatch(1);
    private final Runnable again;

    /**
     * Begins to take them.
     *
     * @param again runs at the second and each later one
     */
    StopSignals(Runnable again) {
        this.again = again;
        NAMES.forEach(name -> ProcessSignals.take(name, this::told));
    }

    private synchronized void told() {
        if (told.getCount() == 0) {
            again.run();
        }
        told.countDown();
    }

    /** Waits for the first. */
    void await() throws InterruptedException {
        told.await();
    }
}
