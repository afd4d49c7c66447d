package dev.chasqui.adapters.config.routing;

import dev.chasqui.application.routing.ModelRule;
import dev.chasqui.application.routing.Strategy;
import dev.chasqui.application.routing.sharing.SharedFor;
import dev.chasqui.domain.binding.Key;
import dev.chasqui.domain.model.Zone;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The configuration of the choice of backends for one model. */
public record RoutedModelConfig(
        @Key(
                        help =
                                "The names of the only backends that may answer for it, in the"
                                        + " order of preference. Without any, each one that has the"
                                        + " model may.")
                List<String> backends,
        @Key(
                        help =
                                "Models that answer if no backend of this one does, in order. Their"
                                    + " own fallbacks follow them. The caller needs the right to"
                                    + " them; the header `X-Chasqui-Fallback-Model` names the one"
                                    + " that answered.")
                List<String> fallbacks,
        @Key(help = "The ranking of its backends.", unset = "`routing.strategy`")
                Optional<Strategy> strategy,
        @Key(
                        help =
                                "The weights of its backends by their names: `{\"a\": 3, \"b\":"
                                        + " 1}`. One that is not there has its own `weight`.",
                        least = "0.001",
                        most = "1000000")
                Map<String, Double> weights,
        @Key(
                        help =
                                "The most open calls of it at a time, at all backends together."
                                        + " A request beyond goes to a fallback, or is refused with"
                                        + " 503.",
                        least = "1",
                        most = "1000000",
                        unset = "no bound")
                Optional<Integer> maxConcurrency,
        @Key(help = "Hedging for this model, in place of `routing.hedge`.") HedgeConfig hedge,
        @Key(
                        help = "The callers whose equal requests to it share one answer.",
                        unset = "`routing.coalesce`")
                Optional<SharedFor> coalesce,
        @Key(
                        help =
                                "`true` prefers the backend that has answered a conversation"
                                        + " before, if it has hardly more load than the first one.",
                        unset = "`routing.affinity`")
                Optional<Boolean> affinity,
        @Key(
                        help =
                                "`restricted` keeps its requests in this network, also those to its"
                                        + " fallbacks, and the later ones of the same session. See"
                                        + " [routing.md](routing.md#kept-inside).",
                        unset = "that of each backend")
                Optional<Zone> zone) {

    public RoutedModelConfig {
        backends = List.copyOf(backends);
        fallbacks = List.copyOf(fallbacks);
        weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
    }

    /** Returns the rule for the choice. */
    public ModelRule rule() {
        return new ModelRule(
                backends,
                fallbacks,
                strategy,
                weights,
                maxConcurrency.map(OptionalInt::of).orElseGet(OptionalInt::empty),
                hedge.rule(),
                coalesce,
                affinity,
                zone.filter(one -> one == Zone.RESTRICTED).isPresent());
    }
}
