package dev.chasqui.domain.account;

import java.time.Duration;

/** A limit of a key, a user, a team or a model. */
public sealed interface Limit {

    /** Returns the most that is allowed, at least 1. */
    long most();

    /**
     * The most requests that may begin within any window of this length.
     *
     * @param window the length of the window, more than zero
     */
    record Requests(long most, Duration window) implements Limit {
        public Requests {
            requirePositive(most, window);
        }
    }

    /**
     * The most tokens, read and written, within a window of this length.
     *
     * @param window the length of the window, more than zero
     */
    record Tokens(long most, Duration window) implements Limit {
        public Tokens {
            requirePositive(most, window);
        }
    }

    /** The most requests that may run at the same time. */
    record Concurrency(long most) implements Limit {
        public Concurrency {
            requirePositive(most, Duration.ofSeconds(1));
        }
    }

    private static void requirePositive(long most, Duration window) {
        if (most < 1) {
            throw new IllegalArgumentException(most + " (expected: 1 or more)");
        }
        if (!window.isPositive()) {
            throw new IllegalArgumentException(
                    "a window of " + window + " (expected: more than 0)");
        }
    }
}
