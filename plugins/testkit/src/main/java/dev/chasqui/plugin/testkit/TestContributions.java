package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.plugin.Contributions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Contributions that are remembered. Used by one thread. */
public final class TestContributions implements Contributions {
    private final List<AgentType<?>> agents = new ArrayList<>();
    private final List<WebRoute> routes = new ArrayList<>();
    private final List<Supplier<Health>> health = new ArrayList<>();

    @Override
    public void agent(AgentType<?> type) {
        agents.add(type);
    }

    @Override
    public void route(WebRoute route) {
        routes.add(route);
    }

    @Override
    public void health(Supplier<Health> check) {
        health.add(check);
    }

    /** The agents, in the order in which they came. */
    public List<AgentType<?>> agents() {
        return List.copyOf(agents);
    }

    /** The routes, in the order in which they came. */
    public List<WebRoute> routes() {
        return List.copyOf(routes);
    }

    /** The health checks, in the order in which they came. */
    public List<Supplier<Health>> health() {
        return List.copyOf(health);
    }
}
