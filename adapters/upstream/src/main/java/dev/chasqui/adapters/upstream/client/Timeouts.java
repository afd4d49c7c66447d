package dev.chasqui.adapters.upstream.client;

import java.time.Duration;

/**
 * The longest silences of a backend in each phase of an exchange before it counts as dead.
 *
 * @param connect until the connection stands, with name look-up and TLS (default 5 s)
 * @param firstByte from sending the request to the first byte of the reply's body, which includes
 *     the load of a model and a long prompt (default 300 s)
 * @param idle between two pieces of the reply (default 120 s)
 */
public record Timeouts(Duration connect, Duration firstByte, Duration idle) {
    /** The timeouts of a backend whose config names none. */
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(300), Duration.ofSeconds(120));

    /**
     * Checks the durations.
     *
     * @throws IllegalArgumentException if one of them is not positive
     */
    public Timeouts {
        requirePositive("connect", connect);
        requirePositive("firstByte", firstByte);
        requirePositive("idle", idle);
    }

    /** Returns these timeouts, but with this time at least for each wait for the reply. */
    public Timeouts withSilence(Duration least) {
        return new Timeouts(connect, longer(firstByte, least), longer(idle, least));
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(
                    "timeouts." + name + ": " + duration + " (expected: more than 0)");
        }
    }
}
