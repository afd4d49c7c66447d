package dev.chasqui.adapters.upstream.client;

import java.time.Duration;

/**
 * How long a backend may stay silent in each phase of an exchange before it counts as dead.
 *
 * @param connect until the connection stands, name look-up and TLS included (default 5 s)
 * @param firstByte from sending the request to the first byte of the reply's body; a model that is
 *     being loaded and a long prompt fall into it (default 300 s)
 * @param idle between two pieces of the reply (default 120 s)
 */
public record Timeouts(Duration connect, Duration firstByte, Duration idle) {
    public static final Timeouts DEFAULT =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(300), Duration.ofSeconds(120));

    /**
     * @throws IllegalArgumentException if one of them is not positive
     */
    public Timeouts {
        requirePositive("connect", connect);
        requirePositive("firstByte", firstByte);
        requirePositive("idle", idle);
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(
                    "timeouts." + name + ": " + duration + " (expected: more than 0)");
        }
    }
}
