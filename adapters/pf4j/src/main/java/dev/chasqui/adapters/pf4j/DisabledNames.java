package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.agent.OnFailure;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The plug-ins and agents that administrators have disabled.
 *
 * @param plugins the disabled plug-ins by name
 * @param agents the disabled agents of other plug-ins, by name
 */
record DisabledNames(Map<String, DisabledPlugin> plugins, Set<String> agents) {
    static final DisabledNames NONE = new DisabledNames(Map.of(), Set.of());

    DisabledNames {
        plugins = Map.copyOf(plugins);
        agents = Set.copyOf(agents);
    }

    /**
     * A disabled plug-in.
     *
     * @param sha256 the SHA-256 of its jar when it was disabled, so that this need not be opened to
     *     learn its name; empty if that was unknown
     * @param commands its agents, whose users are told that they are disabled
     */
    record DisabledPlugin(String name, String sha256, List<Command> commands) {
        DisabledPlugin {
            commands = List.copyOf(commands);
        }
    }

    /** An agent of a disabled plug-in, as it was described. */
    record Command(String name, String help, String usage, OnFailure onFailure) {}

    DisabledNames with(DisabledPlugin plugin) {
        Map<String, DisabledPlugin> more = new HashMap<>(plugins);
        more.put(plugin.name(), plugin);
        return new DisabledNames(more, agents);
    }

    DisabledNames withAgent(String agent) {
        Set<String> more = new HashSet<>(agents);
        more.add(agent);
        return new DisabledNames(plugins, more);
    }

    /** Returns the same without a name, of a plug-in or an agent. */
    DisabledNames without(String name) {
        Map<String, DisabledPlugin> fewer = new HashMap<>(plugins);
        fewer.remove(name);
        Set<String> others = new HashSet<>(agents);
        others.remove(name);
        return new DisabledNames(fewer, others);
    }

    boolean hasPlugin(String name) {
        return plugins.containsKey(name);
    }

    /** Returns the name of the disabled plug-in whose jar had this hash. */
    Optional<String> nameOf(String sha256) {
        return plugins.values().stream()
                .filter(plugin -> !sha256.isEmpty() && plugin.sha256().equals(sha256))
                .map(DisabledPlugin::name)
                .findFirst();
    }
}
