package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/** The tries of one request or download, with growing pauses between them. */
final class Retries {
    private final String what;
    private final HubTimeouts timeouts;
    private final int tries;
    private final Stop stop;
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
    Retries(String what, HubTimeouts timeouts, int tries, Stop stop, Consumer<String> progress) {
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
                rest(e);
            }
        }
    }

    /** Forgets the failed tries, since bytes have arrived. */
    void progressed() {
        failed = 0;
    }

    private void rest(IOException fault) throws HubException {
        Duration rest = timeouts.rest().multipliedBy(1L << Math.min(failed - 1, 20));
        if (rest.compareTo(timeouts.longestRest()) > 0) {
            rest = timeouts.longestRest();
        }
        if (fault instanceof HubAnswer.BusyException busy && busy.retryAfter().isPresent()) {
            Duration wish = busy.retryAfter().get();
            if (wish.compareTo(timeouts.longestRest()) > 0) {
                throw given(fault, "another try in " + Amount.time(wish));
            }
            rest = wish.compareTo(rest) > 0 ? wish : rest;
        }
        if (failed >= tries) {
            throw given(fault, "an answer; is there a network? Else try again later");
        }
        progress.accept(
                what + ": " + fault.getMessage() + "; trying again in " + Amount.time(rest));
        stop.pause(rest);
    }

    private HubException given(IOException fault, String expected) {
        return new HubException(
                HubException.Reason.UNREACHABLE,
                what + ": " + fault.getMessage() + " (expected: " + expected + ")");
    }
}
