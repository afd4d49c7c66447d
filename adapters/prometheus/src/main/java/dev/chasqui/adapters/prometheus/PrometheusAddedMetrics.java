package dev.chasqui.adapters.prometheus;

import dev.chasqui.application.port.AddedMetrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleConsumer;
import java.util.function.DoubleSupplier;

/** Metrics in a registry that come and go. Safe for use by several threads. */
final class PrometheusAddedMetrics implements AddedMetrics {
    /** The longest time in milliseconds that a page waits for one value. */
    private static final long PATIENCE = 250;

    private final PrometheusRegistry registry;
    private final Map<String, Metric> metrics = new HashMap<>();

    private enum Kind {
        COUNTER,
        TIMER,
        GAUGE
    }

    /**
     * A registered metric with its holders; those of a gauge have its values, the last one last.
     */
    private record Metric(
            String owner, Kind kind, Collector collector, DoubleConsumer add, List<Hold> holders) {}

    PrometheusAddedMetrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public Held counter(String owner, String name, String help) {
        return hold(
                owner, name, Kind.COUNTER, () -> Double.NaN, _ -> newCounter(name, help, owner));
    }

    private static Metric newCounter(String name, String help, String owner) {
        Counter counter = Counter.builder().name(name).help(help).withoutExemplars().build();
        return new Metric(owner, Kind.COUNTER, counter, counter::inc, new ArrayList<>());
    }

    @Override
    public Held timer(String owner, String name, String help) {
        return hold(owner, name, Kind.TIMER, () -> Double.NaN, _ -> newTimer(name, help, owner));
    }

    private static Metric newTimer(String name, String help, String owner) {
        Histogram histogram =
                Histogram.builder()
                        .name(name)
                        .help(help)
                        .classicOnly()
                        .classicUpperBounds(PrometheusMetrics.DURATIONS)
                        .withoutExemplars()
                        .build();
        return new Metric(owner, Kind.TIMER, histogram, histogram::observe, new ArrayList<>());
    }

    @Override
    public Held gauge(String owner, String name, String help, DoubleSupplier value) {
        return hold(
                owner, name, Kind.GAUGE, value, holders -> newGauge(name, help, owner, holders));
    }

    private Metric newGauge(String name, String help, String owner, List<Hold> holders) {
        GaugeWithCallback gauge =
                GaugeWithCallback.builder()
                        .name(name)
                        .help(help)
                        .callback(callback -> callback.call(present(holders)))
                        .build();
        return new Metric(owner, Kind.GAUGE, gauge, _ -> {}, holders);
    }

    /** Returns the value of a gauge's last holder. */
    private double present(List<Hold> holders) {
        Hold last;
        synchronized (this) {
            if (holders.isEmpty()) {
                return Double.NaN;
            }
            last = holders.getLast();
        }
        return last.read();
    }

    private interface Maker {
        Metric make(List<Hold> holders);
    }

    private synchronized Held hold(
            String owner, String name, Kind kind, DoubleSupplier value, Maker maker) {
        Metric metric = metrics.get(name);
        if (metric == null) {
            metric = maker.make(new ArrayList<>());
            registry.register(metric.collector());
            metrics.put(name, metric);
        } else if (!metric.owner().equals(owner) || metric.kind() != kind) {
            throw new IllegalArgumentException(
                    "metric '" + name + "': there is one of another kind or owner already");
        }
        Hold hold = new Hold(name, metric, value);
        metric.holders().add(hold);
        return hold;
    }

    private synchronized void release(Hold hold) {
        List<Hold> holders = hold.metric.holders();
        if (holders.remove(hold) && holders.isEmpty()) {
            registry.unregister(hold.metric.collector());
            metrics.remove(hold.name);
        }
    }

    private final class Hold implements Held {
        private final String name;
        private final Metric metric;
        private final DoubleSupplier value;
        private volatile boolean closed;
        private boolean reading;

        Hold(String name, Metric metric, DoubleSupplier value) {
            this.name = name;
            this.metric = metric;
            this.value = value;
        }

        @Override
        public void add(double more) {
            if (!closed) {
                metric.add().accept(more);
            }
        }

        /**
         * Reads the value on a thread of its own, since the code that gives it is not the server's.
         * While a read that took too long goes on, no other one begins.
         */
        private double read() {
            synchronized (this) {
                if (reading) {
                    return Double.NaN;
                }
                reading = true;
            }
            FutureTask<Double> task =
                    new FutureTask<>(
                            () -> {
                                try {
                                    return value.getAsDouble();
                                } finally {
                                    endReading();
                                }
                            });
            Thread.ofVirtual()
                    .name("metric-" + name)
                    .inheritInheritableThreadLocals(false)
                    .start(task);
            try {
                return task.get(PATIENCE, TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                return Double.NaN;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Double.NaN;
            }
        }

        private synchronized void endReading() {
            reading = false;
        }

        @Override
        public void close() {
            closed = true;
            release(this);
        }
    }
}
