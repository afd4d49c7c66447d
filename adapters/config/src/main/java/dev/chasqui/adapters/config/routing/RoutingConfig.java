package dev.chasqui.adapters.config.routing;

import dev.chasqui.application.routing.Strategy;
import dev.chasqui.application.routing.health.CheckRules;
import dev.chasqui.application.routing.health.HealthRules;
import dev.chasqui.application.routing.sharing.SharedFor;
import dev.chasqui.domain.binding.Key;

import java.time.Duration;
import java.util.Optional;

/** The configuration of the choice of backends for all models. */
public record RoutingConfig(
        @Key(
                        help =
                                "The ranking of the backends of a model: `priority` (the order of"
                                    + " the config), `round_robin`, `weighted`, `least_loaded`,"
                                    + " `cheapest`, or `smart` (load, speed, failures and weight"
                                    + " together). A backend's `priority` precedes each. See"
                                    + " [routing.md](routing.md).",
                        fallback = "priority")
                Strategy strategy,
        @Key(
                        help =
                                "`true` prefers the backend that has answered a conversation"
                                    + " before, if it has hardly more load than the first one by"
                                    + " the strategy; it has no effect with `priority`. See"
                                    + " [routing.md](routing.md#conversations).",
                        unset = "`true` with the strategy `smart`, `false` with others")
                Optional<Boolean> affinity,
        @Key(
                        help =
                                "The time for which a session, which a header names, stays in this"
                                    + " network after a request of it that had to; `0s` for not at"
                                    + " all. See [routing.md](routing.md#kept-inside).",
                        fallback = "8h",
                        least = "0s",
                        most = "365d")
                Duration heldSessions,
        @Key(
                        help =
                                "The failures in a row after which a backend is ejected: it gets no"
                                        + " requests for a while if another backend has the model.",
                        fallback = "3",
                        least = "1",
                        most = "1000000")
                int failuresInRow,
        @Key(
                        help =
                                "The share of failed calls, of at least 20 in the last 30 to 60"
                                        + " seconds, at which a backend is ejected, too.",
                        fallback = "0.5",
                        least = "0.01",
                        most = "1")
                double errorRate,
        @Key(
                        help =
                                "The length of a first ejection. Each further one is twice as"
                                        + " long. When it is over, one request tries the backend.",
                        fallback = "1s",
                        least = "100ms",
                        most = "1h")
                Duration firstEjection,
        @Key(
                        help =
                                "The length of the longest ejection, and the time of good health"
                                        + " after which the next one is as short as a first.",
                        fallback = "1m",
                        least = "100ms",
                        most = "1d")
                Duration longestEjection,
        @Key(
                        help =
                                "The regular checks of backends: each is asked for its list of"
                                        + " models. One that is down gets requests only if no other"
                                        + " backend has the model.")
                ChecksConfig checks,
        @Key(
                        help =
                                "The queue of the requests whose backends are all busy: those that"
                                        + " have `maxConcurrency` open calls or whose `rate` is"
                                        + " used up.")
                QueueConfig queue,
        @Key(
                        help =
                                "The time after which a model of an Ollama is unloaded that a"
                                    + " client has left and that then lets others wait without any"
                                    + " event: such a model may be stuck. `0s` unloads none. See"
                                    + " [routing.md](routing.md#stuck-models).",
                        fallback = "1m",
                        least = "0s",
                        most = "1d")
                Duration freeStuckAfter,
        @Key(
                        help =
                                "The push of the backends' health to a service elsewhere, see"
                                        + " [routing.md](routing.md#pushed-health).")
                PushConfig push,
        @Key(
                        help =
                                "Hedging: a second backend is asked if the first is late with its"
                                        + " first event, and the first answer wins. Off unless"
                                        + " `after` or `times` is set. See"
                                        + " [routing.md](routing.md#a-late-backend).")
                HedgeConfig hedge,
        @Key(
                        help =
                                "The callers whose equal requests share one answer while it is"
                                        + " given: `off`, each `caller` for itself, or `all`. It is"
                                        + " for embeddings, and chats with `temperature` 0. See"
                                        + " [routing.md](routing.md#equal-requests).",
                        fallback = "off")
                SharedFor coalesce) {

    /** Returns the mistake that spans several keys; empty if there is none. */
    public Optional<String> mistake() {
        return longestEjection.compareTo(firstEjection) < 0
                ? Optional.of("shorter than firstEjection (expected: at least as long)")
                : Optional.empty();
    }

    /** Returns the rules of the checks of backends. */
    public CheckRules checkRules() {
        return checks.rules();
    }

    /** Returns the rules of backends' health. */
    public HealthRules health() {
        return new HealthRules(
                failuresInRow,
                errorRate,
                HealthRules.USUAL.leastSample(),
                HealthRules.USUAL.window(),
                firstEjection,
                longestEjection);
    }
}
