package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** The tries of one request or download, with growing pauses between them. */
final class Retries {
    private final String what;
    private final HubTimeouts timeouts;
    private final int tries;
    private final DownloadCancellation stop;
    private final Consumer<String> progress;
    private int failed;

    /** An action that may fail and be tried again. */
    @FunctionalInterface
    interface Try<T> {
        T run() throws IOException, HubException;
    }

    /**
     * @param what the host that does not answer, for messages
     * @param tries the number of tries in a row that may fail
     */
    Retries(
            String what,
            HubTimeouts timeouts,
            int tries,
            DownloadCancellation stop,
            Consumer<String> progress) {
        this.what = what;
        this.timeouts = timeouts;
        this.tries = tries;
        this.stop = stop;
        this.progress = progress;
    }

    /**
     * Returns the result of the first try that succeeds.
     *
     * @throws HubException if all tries fail, a failure is final, or the download is cancelled
     */
    <T> T run(Try<T> attempt) throws HubException {
        while (true) {
            try {
                return attempt.run();
            } catch (IOException e) {
                stop.check();
                failed++;
                pauseAfter(e);
            }
        }
    }

    /** Forgets the failed tries, since bytes have arrived. */
    void progressed() {
        failed = 0;
    }

    private void pauseAfter(IOException fault) throws HubException {
        Duration pause = timeouts.pause().multipliedBy(1L << Math.min(failed - 1, 20));
        if (pause.compareTo(timeouts.longestPause()) > 0) {
            pause = timeouts.longestPause();
        }
        if (fault instanceof HubAnswer.BusyException busy && busy.retryAfter().isPresent()) {
            Duration requested = busy.retryAfter().get();
            if (requested.compareTo(timeouts.longestPause()) > 0) {
                throw gaveUp(fault, "another try in " + HumanReadable.time(requested));
            }
            pause = requested.compareTo(pause) > 0 ? requested : pause;
        }
        if (failed >= tries) {
            throw gaveUp(fault, "an answer; is there a network? Else try again later");
        }
        progress.accept(
                what
                        + ": "
                        + fault.getMessage()
                        + "; trying again in "
                        + HumanReadable.time(pause));
        stop.pause(pause);
    }

    private HubException gaveUp(IOException fault, String expected) {
        return new HubException(
                HubException.Reason.UNREACHABLE,
                what + ": " + fault.getMessage() + " (expected: " + expected + ")");
    }
}
