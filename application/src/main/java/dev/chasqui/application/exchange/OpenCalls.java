package dev.chasqui.application.exchange;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The count of open calls to backends, with a bound.
 *
 * <p>Agents may call often and from several threads. Without a bound one request could take every
 * connection that the process may have, and block all others. Safe for use by several threads.
 */
public final class OpenCalls {
    /** The most open calls of one exchange; more than any use of agents needs. */
    static final int MOST_OF_ONE = 64;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int most;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param most the most open calls at a time
     */
    public OpenCalls(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: " + most + " (expected: at least 1)");
        }
        this.most = most;
    }

    /**
     * Counts one more call until the returned place is closed.
     *
     * @param ofOne the counter of the exchange
     * @throws FailureException with {@code Overloaded} if there are too many
     */
    Place enter(AtomicInteger ofOne) {
        if (ofOne.incrementAndGet() > MOST_OF_ONE) {
            ofOne.decrementAndGet();
            throw overloaded(
                    "this request asks models "
                            + MOST_OF_ONE
                            + " times at once already (expected: no more); let its agents ask less"
                            + " often");
        }
        if (open.incrementAndGet() > most) {
            open.decrementAndGet();
            ofOne.decrementAndGet();
            throw overloaded("all " + most + " connections to backends are in use; try again");
        }
        return new Place(ofOne);
    }

    /** Returns the number of open calls. */
    int count() {
        return open.get();
    }

    private static FailureException overloaded(String message) {
        return new FailureException(new Failure.Overloaded(message, RETRY_AFTER));
    }

    /** One call among those that are open. */
    final class Place implements AutoCloseable {
        private final AtomicInteger ofOne;
        private final AtomicBoolean left = new AtomicBoolean();

        private Place(AtomicInteger ofOne) {
            this.ofOne = ofOne;
        }

        /** Ends the call. Idempotent. */
        @Override
        public void close() {
            if (!left.getAndSet(true)) {
                open.decrementAndGet();
                ofOne.decrementAndGet();
            }
        }
    }
}
