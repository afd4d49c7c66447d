package dev.chasqui.bootstrap;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * The signals that tell the process to end: SIGTERM, and SIGINT, which Ctrl-C sends.
 *
 * <p>The first one starts an orderly end; the second one ends the process at once. A shutdown hook
 * would see only the first, and could not set the exit code: the JVM would exit with 143.
 */
final class StopSignals {
    private static final List<String> NAMES = List.of("TERM", "INT");

    private final CountDownLatch received = new CountDownLatch(1);
    private final Runnable again;

    /**
     * Starts to handle the signals.
     *
     * @param again runs at the second signal and each later one
     */
    StopSignals(Runnable again) {
        this.again = again;
        NAMES.forEach(name -> ProcessSignals.take(name, this::received));
    }

    private synchronized void received() {
        if (received.getCount() == 0) {
            again.run();
        }
        received.countDown();
    }

    /** Waits for the first signal. */
    void await() throws InterruptedException {
        received.await();
    }
}
