package dev.chasqui.adapters.pf4j;

import dev.chasqui.application.agents.Help;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.command.ConfigBinder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.Route;
import dev.chasqui.plugin.Registrar;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/** Takes what one plug-in contributes while it starts. Safe for use by several threads. */
final class Registration implements Registrar {
    private final Path jar;
    private final String where;
    private final Json section;
    private final ConfigBinder binder;
    private final Map<String, Path> taken;
    private final Map<String, AgentType<?>> agents = new LinkedHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private boolean closed;

    /**
     * @param where the place of the plug-in's section in the config
     * @param taken the agents there are already, and the jars they came from
     */
    Registration(
            Path jar, String where, Json section, ConfigBinder binder, Map<String, Path> taken) {
        this.jar = jar;
        this.where = where;
        this.section = section;
        this.binder = binder;
        this.taken = taken;
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        if (section instanceof Json.Obj members) {
            return binder.bind(type, members, where);
        }
        throw new FailureException(
                new Failure.Invalid(where, where + ": " + section + " (expected: an object)"));
    }

    @Override
    public synchronized void agent(AgentType<?> type) {
        String name = type.name();
        if (closed) {
            throw new IllegalStateException(
                    "agent '" + name + "' comes after the start of its plug-in was over");
        }
        try {
            CommandUsage.of(type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("agent '" + name + "': " + e.getMessage(), e);
        }
        if (name.equals(Help.NAME) || agents.containsKey(name)) {
            throw new IllegalArgumentException("agent '" + name + "': there is one already");
        }
        Path owner = taken.get(name);
        if (owner == null) {
            agents.put(name, type);
        } else if (isBeside(owner)) {
            throw new IllegalArgumentException(
                    "agent '" + name + "': " + owner.getFileName() + " has one already");
        } else {
            notes.add("/" + name + " is left to " + owner + ", which comes later");
        }
    }

    @Override
    public synchronized void route(Route route) {
        throw new UnsupportedOperationException("routes");
    }

    @Override
    public synchronized void health(Supplier<Health> health) {
        throw new UnsupportedOperationException("health");
    }

    @Override
    public Path data() {
        throw new UnsupportedOperationException("data");
    }

    /** Ends it: what comes now comes too late. */
    synchronized void close() {
        closed = true;
    }

    synchronized Map<String, AgentType<?>> agents() {
        return Map.copyOf(agents);
    }

    synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    private boolean isBeside(Path other) {
        return Objects.equals(other.getParent(), jar.getParent());
    }
}
