package dev.chasqui.adapters.services;

import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.plugin.service.Counter;
import dev.chasqui.plugin.service.Metrics;
import dev.chasqui.plugin.service.TimeMetric;

import java.util.HashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The metrics of one instance of a plug-in. Safe for use by several threads. */
final class LentMetrics implements Metrics {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

    private final String plugin;
    private final AddedMetrics metrics;
    private final Lifetime lifetime;
    private final Map<String, AddedMetrics.Held> held = new HashMap<>();

    LentMetrics(String plugin, AddedMetrics metrics, Lifetime lifetime) {
        this.plugin = plugin;
        this.metrics = metrics;
        this.lifetime = lifetime;
    }

    @Override
    public Counter counter(String name, String help) {
        AddedMetrics.Held counter = hold(name, () -> metrics.counter(plugin, whole(name), help));
        return more -> {
            if (more < 0) {
                throw new IllegalArgumentException("more: " + more + " (expected: at least 0)");
            }
            counter.add((double) more);
        };
    }

    @Override
    public void gauge(String name, String help, DoubleSupplier value) {
        AddedMetrics.Held _ = hold(name, () -> metrics.gauge(plugin, whole(name), help, value));
    }

    @Override
    public TimeMetric timer(String name, String help) {
        AddedMetrics.Held timer =
                hold(name, () -> metrics.timer(plugin, whole(name) + "_seconds", help));
        return taken -> timer.add(Math.max(0, taken.toNanos()) / 1e9);
    }

    private String whole(String name) {
        return "chasqui_plugin_" + plugin.replace('-', '_') + "_" + name;
    }

    private synchronized AddedMetrics.Held hold(String name, Supplier<AddedMetrics.Held> adding) {
        lifetime.requireOpen();
        // Prometheus' library reserves these endings for the parts of its own metrics.
        if (!NAME.matcher(name).matches()
                || name.matches(".*_(total|created|bucket|info|sum|count)")) {
            throw new IllegalArgumentException(
                    "metric '"
                            + name
                            + "' (expected: a lower-case letter, then a-z, 0-9 or _, at most 64,"
                            + " and no ending such as _total)");
        }
        if (held.containsKey(name)) {
            throw new IllegalArgumentException("metric '" + name + "': there is one already");
        }
        if (held.size() >= MOST) {
            throw new IllegalStateException(
                    "metric '" + name + "': there are " + MOST + " already");
        }
        AddedMetrics.Held added = adding.get();
        held.put(name, added);
        return added;
    }

    /** Gives all metrics up. */
    synchronized void close() {
        held.values().forEach(AddedMetrics.Held::close);
        held.clear();
    }
}
