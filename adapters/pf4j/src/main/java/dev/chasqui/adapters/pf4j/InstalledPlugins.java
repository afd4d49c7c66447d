package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The agents, routes and health checks of all plug-ins of a generation together.
 *
 * @param agents the agents by name, in the order of the names
 * @param disabled the disabled agents by name, without names that another plug-in's agent has
 * @param trusted the names of the agents whose jar is trusted
 * @param checks the health checks by the name of the plug-in
 * @param reports the report of each jar
 */
record InstalledPlugins(
        Map<String, AgentType<?>> agents,
        Map<String, DisabledNames.Command> disabled,
        Set<String> trusted,
        List<WebRoute> routes,
        Map<String, Supplier<Health>> checks,
        Map<Path, PluginReport> reports) {

    /**
     * Joins the contributions of plug-ins. Of two agents with the same name that of the first
     * plug-in is used.
     *
     * @param plugins the plug-ins in order
     * @param trusted the names of the plug-ins whose jars are trusted
     * @param off the disabled plug-ins, which are not among the plug-ins, and agents
     */
    static InstalledPlugins of(List<Contributor> plugins, Set<String> trusted, DisabledNames off) {
        Map<String, DisabledNames.Command> disabled = new TreeMap<>();
        Map<String, AgentType<?>> agents = new TreeMap<>();
        Map<String, Contributor> owners = new HashMap<>();
        Set<String> trustedAgents = new HashSet<>();
        List<WebRoute> routes = new ArrayList<>();
        Map<String, Supplier<Health>> checks = new TreeMap<>();
        Map<Path, PluginReport> reports = new HashMap<>();
        for (Contributor plugin : plugins) {
            List<String> notes = new ArrayList<>();
            List<String> given = new ArrayList<>();
            new TreeMap<>(plugin.contribution().agents())
                    .forEach(
                            (name, type) -> {
                                if (off.agents().contains(name)) {
                                    disabled.put(name, command(type));
                                    notes.add("/" + name + " is disabled");
                                    return;
                                }
                                Contributor owner = owners.putIfAbsent(name, plugin);
                                if (owner == null) {
                                    agents.put(name, type);
                                    given.add(name);
                                } else {
                                    notes.add(overriddenBy(name, owner));
                                    reports.computeIfPresent(
                                            owner.jar(),
                                            (_, report) ->
                                                    report.withNote(inPlaceOf(name, plugin)));
                                }
                            });
            if (trusted.contains(plugin.name())) {
                trustedAgents.addAll(given);
            }
            routes.addAll(plugin.contribution().routes());
            plugin.contribution().health().ifPresent(check -> checks.put(plugin.name(), check));
            reports.put(
                    plugin.jar(), new PluginReport(plugin.jar(), given, notes, Optional.empty()));
        }
        off.plugins()
                .values()
                .forEach(
                        plugin ->
                                plugin.commands()
                                        .forEach(each -> disabled.putIfAbsent(each.name(), each)));
        disabled.keySet().removeAll(agents.keySet());
        return new InstalledPlugins(
                Collections.unmodifiableMap(agents),
                Collections.unmodifiableMap(disabled),
                Set.copyOf(trustedAgents),
                List.copyOf(routes),
                Collections.unmodifiableMap(checks),
                Map.copyOf(reports));
    }

    /** Returns the description of an agent that stays when it is disabled. */
    static DisabledNames.Command command(AgentType<?> type) {
        return new DisabledNames.Command(
                type.name(), type.help(), CommandUsage.of(type).sentence(), type.onFailure());
    }

    private static String overriddenBy(String agent, Contributor owner) {
        return "/" + agent + " is left to " + owner.jar() + ", which comes later";
    }

    private static String inPlaceOf(String agent, Contributor plugin) {
        return "/" + agent + " takes the place of that of " + plugin.jar();
    }

    /** Returns the remarks on a jar. */
    List<String> notesOn(Path jar) {
        PluginReport report = reports.get(jar);
        return report == null ? List.of() : report.notes();
    }

    /** Returns the names of a jar's agents that are in use. */
    List<String> agentsOf(Path jar) {
        PluginReport report = reports.get(jar);
        return report == null ? List.of() : report.agents();
    }

    /** Returns the present health of each plug-in. */
    Map<String, Health> health() {
        Map<String, Health> health = new TreeMap<>();
        checks.forEach((plugin, check) -> health.put(plugin, check.get()));
        return health;
    }
}
