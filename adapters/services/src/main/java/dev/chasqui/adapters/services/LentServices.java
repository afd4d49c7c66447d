package dev.chasqui.adapters.services;

import dev.chasqui.adapters.services.store.ScopedStore;
import dev.chasqui.adapters.services.store.StoreFiles;
import dev.chasqui.plugin.service.Counter;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.Metrics;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugin.service.Scheduler;
import dev.chasqui.plugin.service.Secret;
import dev.chasqui.plugin.service.Services;
import dev.chasqui.plugin.service.Store;
import dev.chasqui.plugin.service.TimeMetric;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** The services of one instance of a plug-in. Safe for use by several threads. */
public final class LentServices implements Services, Metrics, AutoCloseable {
    private final String plugin;
    private final PluginServices from;
    private final CodeContext context;
    private final Lifetime lifetime;
    private final Store store;
    private final Http http;
    private final OwnModels models;
    private final Jobs jobs;
    private final LentMetrics metrics;

    LentServices(String plugin, ClassLoader loader, PluginServices from, StoreFiles files) {
        this.plugin = plugin;
        this.from = from;
        this.context = new CodeContext(loader);
        this.lifetime = new Lifetime(plugin);
        this.store = new ScopedStore(files, lifetime::requireOpen, InstantSource.system());
        this.http = new LentHttp(from.http().apply(plugin), lifetime);
        this.models = new LentModels(plugin, from.models(), lifetime);
        this.jobs = new Jobs(plugin, loader, from.watch(), lifetime);
        this.metrics = new LentMetrics(plugin, from.metrics(), lifetime);
    }

    @Override
    public Store store() {
        lifetime.requireOpen();
        return store;
    }

    @Override
    public Optional<Secret> secret(String name) {
        lifetime.requireOpen();
        return from.secrets().read(plugin, name).map(Secret::new);
    }

    @Override
    public Http http() {
        lifetime.requireOpen();
        return http;
    }

    @Override
    public OwnModels models() {
        lifetime.requireOpen();
        return models;
    }

    @Override
    public Scheduler scheduler() {
        lifetime.requireOpen();
        return jobs;
    }

    @Override
    public Counter counter(String name, String help) {
        return metrics.counter(name, help);
    }

    @Override
    public void gauge(String name, String help, DoubleSupplier value) {
        metrics.gauge(name, help, () -> watched(value));
    }

    private double watched(DoubleSupplier value) {
        double[] read = {Double.NaN};
        Consumer<Runnable> watch = from.watch();
        watch.accept(() -> read[0] = context.call(value::getAsDouble));
        return read[0];
    }

    @Override
    public TimeMetric timer(String name, String help) {
        return metrics.timer(name, help);
    }

    /** Has no scheduled run begin until {@link #resume}. */
    public void pause() {
        jobs.pause();
    }

    /** Undoes {@link #pause}. */
    public void resume() {
        jobs.resume();
    }

    /** Ends all services and cancels the calls that are running. Idempotent. */
    @Override
    public void close() {
        try {
            lifetime.close();
        } finally {
            try {
                jobs.close();
            } finally {
                metrics.close();
            }
        }
    }
}
