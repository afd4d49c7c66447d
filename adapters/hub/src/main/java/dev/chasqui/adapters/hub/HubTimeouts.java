package dev.chasqui.adapters.hub;

import java.time.Duration;

/**
 * The limits of a download's waits, and of its tries.
 *
 * @param connect the timeout of establishing a connection (default 10 s)
 * @param answer the timeout from the request to the head of the answer, connecting included
 *     (default 30 s)
 * @param freshnessCheck the same timeout for a request that only looks for newer files than the
 *     cache has (default 5 s)
 * @param silence the longest time between two pieces of a file before the connection counts as
 *     broken (default 30 s)
 * @param pause the pause before the second try; each further pause is twice as long (default 500
 *     ms)
 * @param longestPause the longest pause before any try; if the hub asks for a longer one, there is
 *     no further try (default 60 s)
 * @param tries the number of tries in a row without progress after which the download fails
 *     (default 6)
 * @param otherDownload the longest time in which another process that downloads the same file may
 *     make no progress before we stop waiting for it (default 10 min)
 */
public record HubTimeouts(
        Duration connect,
        Duration answer,
        Duration freshnessCheck,
        Duration silence,
        Duration pause,
        Duration longestPause,
        int tries,
        Duration otherDownload) {
    public static final HubTimeouts DEFAULT =
            new HubTimeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMillis(500),
                    Duration.ofSeconds(60),
                    6,
                    Duration.ofMinutes(10));

    /**
     * @throws IllegalArgumentException if a value is not positive
     */
    public HubTimeouts {
        requirePositive("connect", connect);
        requirePositive("answer", answer);
        requirePositive("freshnessCheck", freshnessCheck);
        requirePositive("silence", silence);
        requirePositive("pause", pause);
        requirePositive("longestPause", longestPause);
        requirePositive("otherDownload", otherDownload);
        if (tries < 1) {
            throw new IllegalArgumentException("tries: " + tries + " (expected: at least 1)");
        }
    }

    private static void requirePositive(String name, Duration duration) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + ": " + duration + " (expected: more than 0)");
        }
    }
}
