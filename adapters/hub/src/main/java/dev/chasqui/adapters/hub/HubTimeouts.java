package dev.chasqui.adapters.hub;

import java.time.Duration;

/**
 * The times that a fetch waits, and the number of its tries.
 *
 * @param connect until a connection stands (default 10 s)
 * @param answer from asking to the head of the answer, connecting included (default 30 s)
 * @param news the same, where what is here would do if the hub does not answer (default 5 s)
 * @param silence between two pieces of a file before the connection counts as broken (default 30 s)
 * @param rest before the second try; each further rest is twice as long (default 500 ms)
 * @param longestRest before any try; a hub that asks for a longer one is not asked again (default
 *     60 s)
 * @param tries in a row that bring nothing before the fetch gives up (default 6)
 * @param others how long somebody else who fetches the same file may bring nothing of it before we
 *     stop waiting (default 10 min)
 */
public record HubTimeouts(
        Duration connect,
        Duration answer,
        Duration news,
        Duration silence,
        Duration rest,
        Duration longestRest,
        int tries,
        Duration others) {
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
     * @throws IllegalArgumentException if one of them is not positive
     */
    public HubTimeouts {
        requirePositive("connect", connect);
        requirePositive("answer", answer);
        requirePositive("news", news);
        requirePositive("silence", silence);
        requirePositive("rest", rest);
        requirePositive("longestRest", longestRest);
        requirePositive("others", others);
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
