package dev.chasqui.benchmarks.pool;

import java.time.Duration;

/**
 * A request of a client and its outcome.
 *
 * @param model the requested model
 * @param asked the time of the request, since the clients began
 * @param took the time until its end, or until the client gave up
 * @param outcome the outcome
 */
record CrowdRequest(String model, Duration asked, Duration took, Outcome outcome) {
    /** The outcome of a request. */
    sealed interface Outcome {}

    /** The right model gave a whole answer. */
    record Answered() implements Outcome {}

    /** The client gave up. */
    record Unfinished() implements Outcome {}

    /** The answer was wrong, or there was none. */
    record Failed(String why) implements Outcome {}

    boolean isAnsweredBy(Duration time) {
        return outcome instanceof Answered && asked.plus(took).compareTo(time) <= 0;
    }
}
