package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.BackendConfig;
import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.routing.RoutedModelConfig;
import dev.chasqui.application.routing.BackendRule;
import dev.chasqui.application.routing.ConversationRules;
import dev.chasqui.application.routing.ModelRule;
import dev.chasqui.application.routing.RoutingRules;

import java.util.HashMap;
import java.util.Map;

/** The conversion of the config to the rules of the choice of backends. */
final class RoutingOf {
    private RoutingOf() {}

    static RoutingRules config(Config config) {
        Map<String, BackendRule> backends = new HashMap<>();
        for (BackendConfig backend : config.backends()) {
            backend.rule().ifPresent(rule -> backends.put(backend.id(), rule));
        }
        Map<String, ModelRule> models = new HashMap<>();
        for (Map.Entry<String, RoutedModelConfig> model : config.models().routed().entrySet()) {
            models.put(model.getKey(), model.getValue().rule());
        }
        return new RoutingRules(
                config.routing().strategy(),
                backends,
                models,
                config.routing().health(),
                config.routing().queue().rules(),
                config.routing().hedge().rule(),
                config.routing().coalesce(),
                new ConversationRules(
                        config.routing().affinity(), config.routing().heldSessions()));
    }
}
