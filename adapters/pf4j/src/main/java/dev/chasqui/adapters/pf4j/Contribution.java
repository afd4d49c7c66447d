package dev.chasqui.adapters.pf4j;

import dev.chasqui.application.port.agents.PluginSchemas;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agents, routes and health check that a plug-in registered. Their code always runs with the
 * plug-in's class loader.
 *
 * @param agents the agents by name
 * @param health the health check, if the plug-in has one
 * @param schemas the schemas of its section and its commands
 */
record Contribution(
        Map<String, AgentType<?>> agents,
        List<WebRoute> routes,
        Optional<Supplier<Health>> health,
        PluginSchemas schemas) {

    Contribution {
        agents = Map.copyOf(agents);
        routes = List.copyOf(routes);
    }
}
