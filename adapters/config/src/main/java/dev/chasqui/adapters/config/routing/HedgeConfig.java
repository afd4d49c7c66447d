package dev.chasqui.adapters.config.routing;

import dev.chasqui.application.routing.hedge.HedgeRule;
import dev.chasqui.domain.binding.Key;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/** The configuration of the time after which a second backend is asked. */
public record HedgeConfig(
        @Key(
                        help =
                                "The time without a first event after which a second backend gets"
                                        + " the same request. With `0s` none ever does.",
                        least = "0s",
                        most = "1h")
                Optional<Duration> after,
        @Key(
                        help =
                                "The multiple of the backend's usual time to a first event that"
                                    + " must have passed, too. It alone decides without `after`; no"
                                    + " second backend is asked then while that time is not known.",
                        least = "1",
                        most = "1000")
                Optional<Double> times) {

    /** Returns the rule. */
    public HedgeRule rule() {
        return new HedgeRule(after, times.map(OptionalDouble::of).orElseGet(OptionalDouble::empty));
    }
}
