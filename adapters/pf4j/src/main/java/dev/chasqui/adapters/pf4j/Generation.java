package dev.chasqui.adapters.pf4j;

import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.Route;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The plug-ins that are installed together.
 *
 * @param failures why jars could not be loaded
 */
record Generation(InstalledPlugins installed, Map<Path, String> failures)
        implements AgentGeneration {

    @Override
    public Optional<AgentType<?>> find(String name) {
        return Optional.ofNullable(installed.agents().get(name));
    }

    @Override
    public Collection<AgentType<?>> all() {
        return installed.agents().values();
    }

    @Override
    public boolean isTrusted(String name) {
        return installed.trusted().contains(name);
    }

    @Override
    public List<Route> routes() {
        return installed.routes();
    }

    /** How the plug-ins are; a jar that could not be loaded is down, by its file name. */
    @Override
    public Map<String, Health> health() {
        Map<String, Health> health = new LinkedHashMap<>(installed.health());
        failures.forEach(
                (jar, why) ->
                        health.put(
                                String.valueOf(jar.getFileName()),
                                new Health(
                                        false,
                                        Json.Obj.EMPTY.with(
                                                Health.REASON, Json.of("not loaded: " + why)))));
        return health;
    }
}
