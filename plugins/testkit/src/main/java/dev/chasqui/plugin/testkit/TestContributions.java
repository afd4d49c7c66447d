package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.service.Counter;
import dev.chasqui.plugin.service.TimeMetric;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * Contributions that record what a plug-in adds. Used by one thread; its counters and timers are
 * safe for use by several.
 */
public final class TestContributions implements Contributions {
    private final List<AgentType<?>> agents = new ArrayList<>();
    private final List<WebRoute> routes = new ArrayList<>();
    private final List<Supplier<Health>> health = new ArrayList<>();
    private final Map<String, AtomicLong> counters = new LinkedHashMap<>();
    private final Map<String, DoubleSupplier> gauges = new LinkedHashMap<>();
    private final Map<String, List<Duration>> timers = new LinkedHashMap<>();

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

    @Override
    public Counter counter(String name, String help) {
        requireFree(name);
        AtomicLong count = new AtomicLong();
        counters.put(name, count);
        return more -> {
            if (more < 0) {
                throw new IllegalArgumentException("more: " + more + " (expected: at least 0)");
            }
            count.addAndGet(more);
        };
    }

    @Override
    public void gauge(String name, String help, DoubleSupplier value) {
        requireFree(name);
        gauges.put(name, value);
    }

    @Override
    public TimeMetric timer(String name, String help) {
        requireFree(name);
        List<Duration> taken = new CopyOnWriteArrayList<>();
        timers.put(name, taken);
        return taken::add;
    }

    private void requireFree(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,63}")
                || name.matches(".*_(total|created|bucket|info|sum|count)")) {
            throw new IllegalArgumentException(
                    "metric '" + name + "' (expected: a lower-case letter, then a-z, 0-9 or _)");
        }
        if (counters.containsKey(name) || gauges.containsKey(name) || timers.containsKey(name)) {
            throw new IllegalArgumentException("metric '" + name + "': there is one already");
        }
    }

    /**
     * Returns the present count of a counter.
     *
     * @throws IllegalArgumentException if the plug-in has added none of this name
     */
    public long count(String name) {
        return known(counters, name).get();
    }

    /**
     * Returns the present value of a gauge.
     *
     * @throws IllegalArgumentException if the plug-in has added none of this name
     */
    public double gauge(String name) {
        return known(gauges, name).getAsDouble();
    }

    /**
     * Returns the durations that a timer has recorded.
     *
     * @throws IllegalArgumentException if the plug-in has added none of this name
     */
    public List<Duration> times(String name) {
        return List.copyOf(known(timers, name));
    }

    private static <T> T known(Map<String, T> metrics, String name) {
        T known = metrics.get(name);
        if (known == null) {
            throw new IllegalArgumentException(
                    "metric '" + name + "' (expected: one of " + metrics.keySet() + ")");
        }
        return known;
    }
}
