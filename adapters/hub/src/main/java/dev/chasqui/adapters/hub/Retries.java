package dev.chasqui.adapters.hub;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The tries of one question or download: what broke is tried again, after longer and longer rests.
 */
final class Retries {
    private final String what;
    private final HubTimeouts timeouts;
    private final int tries;
    private final Stop stop;
    private final Consumer<String> progress;
    private int failed;

    /** What may break, and be tried again. */
    @FunctionalInterface
    interface Try<T> {
        T run() throws IOException, HubException;
    }

    /**
     * @param what who does not answer, for messages
     * @param tries how many in a row may fail
     */
    Retries(String what, HubTimeouts timeouts, int tries, Stop stop, Consumer<String> progress) {
        this.what = what;
        this.timeouts = timeouts;
        this.tries = tries;
        this.stop = stop;
        this.progress = progress;
    }

    /** What the first try gives that does not break. */
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

    /** Something came: the tries before it do not count any more. */
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
                throw given(fault, "come again in " + Amount.time(wish));
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
