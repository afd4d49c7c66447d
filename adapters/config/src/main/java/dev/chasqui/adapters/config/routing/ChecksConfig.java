package dev.chasqui.adapters.config.routing;

import dev.chasqui.application.routing.health.CheckRules;
import dev.chasqui.domain.binding.Key;

import java.time.Duration;

/** The configuration of the regular checks of backends. */
public record ChecksConfig(
        @Key(
                        help =
                                "`true` checks each backend of this network, whether requests come"
                                        + " or not; hosted services are left alone. `false` checks"
                                        + " only those that are down, so that they return.",
                        fallback = "true")
                boolean whileUp,
        @Key(
                        help = "The time from one check of a backend to the next.",
                        fallback = "8s",
                        least = "100ms",
                        most = "1h")
                Duration interval,
        @Key(
                        help = "The failed checks in a row after which a backend is down.",
                        fallback = "2",
                        least = "1",
                        most = "1000")
                int failing,
        @Key(
                        help = "The passed checks in a row after which it is up again.",
                        fallback = "1",
                        least = "1",
                        most = "1000")
                int recovering) {

    CheckRules rules() {
        return new CheckRules(whileUp, interval, failing, recovering);
    }
}
