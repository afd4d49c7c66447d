package dev.chasqui.adapters.pf4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The plug-ins that were started and are not stopped yet, those of older generations included, and
 * the number of instances that each had. Safe for use by several threads.
 */
final class PluginHistory {
    /** The plug-ins in the order of their start. */
    private final List<RunningPlugin> alive = new CopyOnWriteArrayList<>();

    private final Map<String, Integer> counts = new ConcurrentHashMap<>();

    /** Returns the plug-ins of a name that are not stopped yet. */
    List<RunningPlugin> alive(String name) {
        return alive.stream()
                .filter(plugin -> plugin.name().equals(name) && !plugin.isStopped())
                .toList();
    }

    /** Returns the number of the next instance of a plug-in, from 1. */
    int next(String name) {
        return counts.merge(name, 1, Integer::sum);
    }

    /** Adds the members of a generation that are not here yet. */
    void add(Generation generation) {
        generation.members().stream()
                .map(Generation.Member::plugin)
                .filter(plugin -> !alive.contains(plugin))
                .forEach(alive::add);
    }

    /** Forgets the plug-ins that have stopped. */
    void clean() {
        alive.removeIf(RunningPlugin::isStopped);
    }

    /** Stops all plug-ins, the last one started first. */
    void stopAll() {
        new ArrayList<>(alive).reversed().forEach(RunningPlugin::stop);
        alive.clear();
    }
}
