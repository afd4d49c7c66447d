package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a plug-in registered. Its code runs with the plug-in's class loader, whoever calls it.
 *
 * @param agents by their names
 * @param health how it is, if it tells
 */
record Contribution(
        Map<String, AgentType<?>> agents,
        List<WebRoute> routes,
        Optional<Supplier<Health>> health) {

    Contribution {
        agents = Map.copyOf(agents);
        routes = List.copyOf(routes);
    }
}
