package dev.chasqui.benchmarks.pool;

import java.time.Duration;

/**
 * One request of a client.
 *
 * @param model that it asked for
 * @param asked when, since the clients began
 * @param took until its end, or until nobody waited for it any more
 */
record Visit(String model, Duration asked, Duration took, Outcome outcome) {
    /** What became of it. */
    sealed interface Outcome {}

    /** By the right model, and whole. */
    record Answered() implements Outcome {}

    /** Nobody waited for it any more. */
    record Unfinished() implements Outcome {}

    /** The answer was another one, or none. */
    record Failed(String why) implements Outcome {}

    boolean isAnsweredBy(Duration time) {
        return outcome instanceof Answered && asked.plus(took).compareTo(time) <= 0;
    }
}
