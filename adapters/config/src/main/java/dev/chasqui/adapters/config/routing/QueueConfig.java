package dev.chasqui.adapters.config.routing;

import dev.chasqui.application.routing.queue.QueueRules;
import dev.chasqui.domain.binding.Key;

import java.time.Duration;

/** The configuration of the queue before busy backends. */
public record QueueConfig(
        @Key(
                        help =
                                "The number of requests that may wait. Further ones are refused"
                                        + " with 503, and with 0 all whose backends are busy.",
                        fallback = "256",
                        least = "0",
                        most = "4096")
                int most,
        @Key(
                        help = "The number of requests of one caller that may wait.",
                        fallback = "64",
                        least = "1",
                        most = "4096")
                int perCaller,
        @Key(
                        help =
                                "The longest wait of a request. After it, the answer is 503 with"
                                        + " `Retry-After`.",
                        fallback = "30s",
                        least = "1ms",
                        most = "1h")
                Duration deadline) {

    /** Returns the bounds. */
    public QueueRules rules() {
        return new QueueRules(most, perCaller, deadline);
    }
}
