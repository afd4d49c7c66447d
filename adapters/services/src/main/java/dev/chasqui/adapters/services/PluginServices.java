package dev.chasqui.adapters.services;

import dev.chasqui.adapters.services.store.StoreFiles;
import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.plugin.service.Http;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/** The lender of services to plug-ins. Safe for use by several threads. */
public final class PluginServices {
    /** The folder of values in a plug-in's data folder. Its name holds a dot, as all of ours. */
    private static final String STORE = "chasqui.store";

    private final Function<String, Path> dataFolder;
    private final SecretSource secrets;
    private final Function<String, Http> http;
    private final ModelCalls models;
    private final AddedMetrics metrics;
    private final Consumer<Runnable> watch;

    /** The stores by the names of plug-ins; all instances of a plug-in share one. */
    private final Map<String, StoreFiles> stores = new ConcurrentHashMap<>();

    /**
     * @param dataFolder makes and returns the data folder of a plug-in by its name
     * @param http makes the client of a plug-in by its name
     * @param watch runs a plug-in's code on the present thread, such that code that spins does not
     *     stop other threads
     */
    public PluginServices(
            Function<String, Path> dataFolder,
            SecretSource secrets,
            Function<String, Http> http,
            ModelCalls models,
            AddedMetrics metrics,
            Consumer<Runnable> watch) {
        this.dataFolder = dataFolder;
        this.secrets = secrets;
        this.http = http;
        this.models = models;
        this.metrics = metrics;
        this.watch = watch;
    }

    /**
     * Lends the services to one instance of a plug-in.
     *
     * @param plugin the name of the plug-in
     * @param loader its class loader, with which its code runs
     */
    public LentServices lend(String plugin, ClassLoader loader) {
        return new LentServices(
                plugin, loader, this, stores.computeIfAbsent(plugin, this::newStore));
    }

    private StoreFiles newStore(String plugin) {
        return new StoreFiles(
                plugin, () -> dataFolder.apply(plugin).resolve(STORE), InstantSource.system());
    }

    SecretSource secrets() {
        return secrets;
    }

    Function<String, Http> http() {
        return http;
    }

    ModelCalls models() {
        return models;
    }

    AddedMetrics metrics() {
        return metrics;
    }

    Consumer<Runnable> watch() {
        return watch;
    }
}
