package dev.chasqui.bootstrap;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.System.Logger.Level;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The signal SIGHUP, where it means that the configuration shall be read again.
 *
 * <p>A terminal that closes sends it as well. So it means that only where standard input was no
 * terminal when the watch for it began, as with services and containers; elsewhere it ends the
 * process as ever. After {@link #close} it means nothing.
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
     * @param reload what it means
     */
    HangUpSignal(Runnable reload) {
        this.reload = reload;
    }

    /**
     * Begins to take it, some milliseconds after this returned: what standard input is, a process
     * of its own is asked.
     *
     * @param reload runs when it came, once for all that came before it could begin; what it throws
     *     is logged
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

    /** Waits until it is known what the signal means, and tells whether it is taken. */
    boolean isTaken() throws InterruptedException {
        decided.await();
        return taken;
    }

    /**
     * Whether somebody sits before standard input; yes where nobody can tell. {@code
     * System.console()} asks for standard output too, which may be a file all the same. A shell
     * knows it without another program, wherever there are signals.
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

    /** One that comes while another waits for its turn is served by that one's. */
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
                LOG.log(Level.WARNING, "SIGHUP could not be seen to", e);
            }
        }
    }

    /** Takes no notice of it any more. */
    @Override
    public void close() {
        closed = true;
    }
}
