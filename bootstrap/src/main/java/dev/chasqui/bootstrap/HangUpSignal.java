package dev.chasqui.bootstrap;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The signal SIGHUP as a request to read the configuration again.
 *
 * <p>A terminal that closes sends it as well. So it reloads only if standard input was no terminal
 * when the watch for it began, as with services and containers; otherwise it ends the process as
 * usual. After {@link #close} it has no effect. At most one reload runs at a time, and at most one
 * waits; further signals are served by the one that waits.
 */
final class HangUpSignal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(HangUpSignal.class.getName());

    private final Runnable reload;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final Object oneAtATime = new Object();
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile boolean taken;
    private volatile boolean closed;

    /**
     * @param reload the action of the signal
     */
    HangUpSignal(Runnable reload) {
        this.reload = reload;
    }

    /**
     * Starts to handle the signal, some milliseconds after this method has returned, since another
     * process is asked for the kind of standard input.
     *
     * @param reload runs after a signal, once for all signals that came before it could begin; its
     *     exceptions are logged
     */
    static HangUpSignal listen(Runnable reload) {
        HangUpSignal signal = new HangUpSignal(reload);
        Thread.ofVirtual()
                .name("hang-up")
                .start(
                        () -> {
                            if (!isInputATerminal()) {
                                ProcessSignals.take("HUP", signal::hungUp);
                                signal.taken = true;
                            }
                            signal.decided.countDown();
                        });
        return signal;
    }

    /** Waits until it is decided if the signal is handled, and returns true if it is. */
    boolean isTaken() throws InterruptedException {
        decided.await();
        return taken;
    }

    /**
     * Returns true if standard input is a terminal, or if that cannot be found out. {@code
     * System.console()} looks at standard output too, which may be a file all the same. Every
     * system that has the signal has a shell to ask.
     */
    private static boolean isInputATerminal() {
        try {
            int answer =
                    new ProcessBuilder("/bin/sh", "-c", "[ -t 0 ]")
                            .redirectInput(Redirect.INHERIT)
                            .redirectOutput(Redirect.DISCARD)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor();
            return answer != 1;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "SIGHUP does not reload: there is no shell to ask", e);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * Runs the reload. A signal that comes while another one waits for its turn is served by that
     * one.
     */
    void hungUp() {
        if (closed || !waiting.compareAndSet(false, true)) {
            return;
        }
        synchronized (oneAtATime) {
            waiting.set(false);
            if (closed) {
                return;
            }
            try {
                reload.run();
            } catch (RuntimeException | Error e) {
                LOG.log(Level.WARNING, "SIGHUP could not be handled", e);
            }
        }
    }

    /** Ignores the signal from now on. */
    @Override
    public void close() {
        closed = true;
    }
}
