package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.command.ConfigBinder;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.Route;
import dev.chasqui.plugin.Registrar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** A registrar that remembers what a plug-in contributes. Used by one thread. */
public final class TestRegistrar implements Registrar {
    private final String name;
    private final Json.Obj section;
    private final Path data;
    private final List<AgentType<?>> agents = new ArrayList<>();
    private final List<Route> routes = new ArrayList<>();
    private final List<Supplier<Health>> health = new ArrayList<>();

    /**
     * @param name the plug-in's
     * @param section its section of the config
     * @param data its folder
     */
    public TestRegistrar(String name, Json.Obj section, Path data) {
        this.name = name;
        this.section = section;
        this.data = data;
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        return new ConfigBinder(data).bind(type, section, "agents." + name);
    }

    @Override
    public void agent(AgentType<?> type) {
        agents.add(type);
    }

    @Override
    public void route(Route route) {
        routes.add(route);
    }

    @Override
    public void health(Supplier<Health> check) {
        health.add(check);
    }

    @Override
    public Path data() {
        return data;
    }

    /** The agents, in the order in which they came. */
    public List<AgentType<?>> agents() {
        return List.copyOf(agents);
    }

    /** The routes, in the order in which they came. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** The health checks, in the order in which they came. */
    public List<Supplier<Health>> health() {
        return List.copyOf(health);
    }
}
