package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.route.Route;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * All that some plug-ins give together.
 *
 * @param agents by name, in the order of the names
 * @param trusted the names of the agents whose jar is trusted
 * @param checks tell how the plug-ins are, by the plug-in's name
 */
record InstalledPlugins(
        Map<String, AgentType<?>> agents,
        Set<String> trusted,
        List<Route> routes,
        Map<String, Supplier<Health>> checks) {
    static final InstalledPlugins NOTHING = InstalledPlugins.of(List.of());

    private static final System.Logger LOG = System.getLogger(InstalledPlugins.class.getName());

    /** What is told of a plug-in that cannot tell how it is; its message might say too much. */
    private static final Health UNKNOWN =
            new Health(
                    false, Json.Obj.EMPTY.with("error", Json.of("the plug-in's own check failed")));

    static InstalledPlugins of(Collection<LoadedPlugin> plugins) {
        Map<String, AgentType<?>> agents = new TreeMap<>();
        Set<String> trusted = new HashSet<>();
        Map<String, Supplier<Health>> checks = new TreeMap<>();
        for (LoadedPlugin plugin : plugins) {
            agents.putAll(plugin.contribution().agents());
            if (plugin.trusted()) {
                trusted.addAll(plugin.contribution().agents().keySet());
            }
            plugin.contribution().health().ifPresent(check -> checks.put(plugin.name(), check));
        }
        return new InstalledPlugins(
                Collections.unmodifiableMap(agents),
                Set.copyOf(trusted),
                plugins.stream()
                        .flatMap(plugin -> plugin.contribution().routes().stream())
                        .toList(),
                Collections.unmodifiableMap(checks));
    }

    /** How the plug-ins are now. */
    Map<String, Health> health() {
        Map<String, Health> health = new TreeMap<>();
        checks.forEach((plugin, check) -> health.put(plugin, ask(plugin, check)));
        return health;
    }

    private static Health ask(String plugin, Supplier<Health> check) {
        try {
            Health health = check.get();
            return health == null ? UNKNOWN : health;
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "plug-in '" + plugin + "' cannot tell how it is: " + Reason.of(e));
            return UNKNOWN;
        }
    }
}
