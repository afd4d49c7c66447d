package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.plugin.Contributions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Contributions that record what a plug-in adds. Used by one thread. */
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

    /** Returns the added agents, in order. */
    public List<AgentType<?>> agents() {
        return List.copyOf(agents);
    }

    /** Returns the added routes, in order. */
    public List<WebRoute> routes() {
        return List.copyOf(routes);
    }

    /** Returns the added health checks, in order. */
    public List<Supplier<Health>> health() {
        return List.copyOf(health);
    }
}
