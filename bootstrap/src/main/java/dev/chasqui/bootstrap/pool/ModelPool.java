package dev.chasqui.bootstrap.pool;

import com.sun.management.OperatingSystemMXBean;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gguf.GgufException;
import dev.chasqui.adapters.gpus.GpuInventory;
import dev.chasqui.adapters.gpus.NvidiaSmi;
import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.hub.HubSettings;
import dev.chasqui.adapters.llamacpp.LlamaRecipes;
import dev.chasqui.adapters.llamacpp.SlotFolder;
import dev.chasqui.adapters.processes.Recipe;
import dev.chasqui.adapters.processes.SpawnedModels;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.pool.PoolChange;
import dev.chasqui.application.pool.PoolLimits;
import dev.chasqui.application.pool.PooledModel;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ModelLogs;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.model.ModelName;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The pool of models as a config describes it, with its adapters: GPUs, hub, servers. Closing it
 * ends all its servers. Thread-safe, except that {@link #change} and its result are for one caller
 * at a time.
 */
public final class ModelPool implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ModelPool.class.getName());

    /** The caller of the leases for models that are loaded at start. */
    private static final String OURSELVES = "chasqui";

    private final Pool pool;
    private final PoolBackend backend;
    private final SpawnedModels servers;
    private final GpuInventory gpus;
    private final Hub hub;
    private final Optional<SlotFolder> slots;

    /** The memory that the models may take of the GPUs if the config does not limit it. */
    private final ByteSize gpuMemoryAtStart;

    private volatile Runnable whenMoreIsKnown = () -> {};
    private volatile Plan plan;

    private ModelPool(
            GpuInventory gpus,
            Hub hub,
            Optional<SlotFolder> slots,
            Plan plan,
            Path folder,
            SpawnedModels.Connector connector)
            throws IOException {
        this.gpus = gpus;
        this.hub = hub;
        this.slots = slots;
        this.plan = plan;
        this.gpuMemoryAtStart = gpus.free();
        this.servers = new SpawnedModels(folder, plan.recipes(), connector, gpus::vramOf);
        this.pool = new Pool(limits(plan.config()), plan.pooled(), servers);
        this.backend = new PoolBackend(pool, () -> this.plan.infos());
        plan.llama().whenPrepared(() -> whenMoreIsKnown.run());
    }

    /**
     * The recipes that one configuration makes for the pool's models.
     *
     * @param config the configuration
     * @param models the models by name, those of the folder included
     * @param llama the facts about models of llama-server
     * @param recipes the recipes by the names of the models
     */
    private record Plan(
            PoolConfig config,
            Map<String, PoolModelConfig> models,
            LlamaRecipes llama,
            Map<String, Recipe> recipes) {

        static Plan of(PoolConfig config, GpuInventory gpus, Hub hub, Optional<SlotFolder> slots) {
            Map<String, PoolModelConfig> models = ModelPool.models(config);
            PoolRecipes recipes = PoolRecipes.of(config, gpus, hub, slots);
            Map<String, Recipe> byName = new LinkedHashMap<>();
            models.forEach((name, model) -> byName.put(name, recipes.recipe(name, model)));
            return new Plan(config, models, recipes.llama(), byName);
        }

        List<PooledModel> pooled() {
            return models.entrySet().stream()
                    .map(one -> ModelPool.pooled(one.getKey(), one.getValue(), config))
                    .toList();
        }

        List<ModelInfo> infos() {
            return llama.infos(models.keySet()).stream()
                    .map(info -> info.answering(kinds(info.id())))
                    .toList();
        }

        private List<ModelKind> kinds(String name) {
            PoolModelConfig model = models.get(name);
            return model == null ? List.of() : model.kinds();
        }
    }

    /**
     * Opens the pool without loading a model.
     *
     * @param config the configuration of the pool
     * @param folder the folder for the pool's data
     * @param environment the variables that configure the hub and the PATH
     * @param connector makes the client of a model's server
     * @throws StartFailure if a folder cannot be used, or the hub's variables are wrong
     */
    public static ModelPool open(
            PoolConfig config,
            Path folder,
            Map<String, String> environment,
            SpawnedModels.Connector connector) {
        GpuInventory gpus =
                new GpuInventory(NvidiaSmi.onPath(environment.getOrDefault("PATH", "")));
        Hub hub = new Hub(hub(config, environment));
        try {
            Optional<SlotFolder> slots = slots(config, folder, models(config).keySet());
            return new ModelPool(
                    gpus, hub, slots, Plan.of(config, gpus, hub, slots), folder, connector);
        } catch (IOException e) {
            throw new StartFailure(
                    "data.dir: "
                            + folder
                            + " cannot be used (expected: a folder that may be"
                            + " written)");
        }
    }

    /**
     * Prepares the change to another config. Nothing changes yet.
     *
     * @return an action that applies the change: models with an unchanged recipe stay loaded,
     *     removed ones are unloaded when their last lease ends
     * @throws StartFailure if the folder of models cannot be read
     */
    public Runnable change(PoolConfig next) {
        Plan made = Plan.of(next, gpus, hub, slots);
        return () -> {
            Set<String> before = plan.models().keySet();
            made.llama().whenPrepared(() -> whenMoreIsKnown.run());
            PoolChange change =
                    pool.change(
                            limits(next),
                            made.pooled(),
                            () -> servers.replaceRecipes(made.recipes()));
            plan = made;
            if (!change.isNothing()) {
                LOG.log(System.Logger.Level.INFO, "the pool's models changed: " + change);
            }
            preload(name -> !before.contains(name));
        };
    }

    private PoolLimits limits(PoolConfig config) {
        return new PoolLimits(
                config.maxModels(),
                new Footprint(
                        config.memory().orElseGet(ModelPool::threeQuartersOfMemory),
                        config.gpuMemory().orElse(gpuMemoryAtStart)),
                config.maxWaiting(),
                config.maxWait());
    }

    /** Returns three quarters of the machine's memory, or of the container's. */
    private static ByteSize threeQuartersOfMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? new ByteSize(system.getTotalMemorySize() / 4 * 3)
                : new ByteSize(Long.MAX_VALUE / 4);
    }

    /**
     * Opens the folder of kept conversations. If none are to be kept, those of earlier starts are
     * deleted.
     */
    private static Optional<SlotFolder> slots(PoolConfig config, Path folder, Set<String> models)
            throws IOException {
        Path slots = folder.toAbsolutePath().resolve("slots");
        if (!config.keepConversations()) {
            SlotFolder.delete(slots);
            return Optional.empty();
        }
        return Optional.of(SlotFolder.open(slots, models, SlotFolder.MOST));
    }

    private static HubSettings hub(PoolConfig config, Map<String, String> environment) {
        try {
            HubSettings settings = HubSettings.fromEnvironment(environment);
            return config.cache().map(settings::withCache).orElse(settings);
        } catch (IllegalArgumentException e) {
            throw new StartFailure(String.valueOf(e.getMessage()));
        }
    }

    /** Returns the models of the folder and the described ones, which take precedence. */
    private static Map<String, PoolModelConfig> models(PoolConfig config) {
        Map<String, PoolModelConfig> models = new LinkedHashMap<>();
        config.folder().ifPresent(folder -> models.putAll(inFolder(folder)));
        config.models()
                .forEach(
                        (name, model) -> {
                            models.keySet().removeIf(other -> ModelName.same(other, name));
                            models.put(name, model);
                        });
        return models;
    }

    private static Map<String, PoolModelConfig> inFolder(Path folder) {
        try {
            PoolFolder found = PoolFolder.of(folder);
            found.notice().ifPresent(line -> LOG.log(System.Logger.Level.WARNING, line));
            return found.models();
        } catch (GgufException e) {
            throw new StartFailure("pool.folder: " + e.getMessage());
        }
    }

    private static PooledModel pooled(String name, PoolModelConfig model, PoolConfig config) {
        return new PooledModel(
                        name,
                        model.memory().isEmpty() && model.gpuMemory().isEmpty()
                                ? Optional.empty()
                                : Optional.of(
                                        new Footprint(
                                                model.memory().orElse(ByteSize.ZERO),
                                                model.gpuMemory().orElse(ByteSize.ZERO))),
                        model.concurrency(),
                        model.ttl().or(config::ttl),
                        model.pinned(),
                        model.priority(),
                        model.group())
                .withRecipe(fingerprint(model, config));
    }

    /**
     * Returns all settings with which a model's server is started; a model with other ones is
     * loaded again.
     */
    private static String fingerprint(PoolModelConfig model, PoolConfig config) {
        return List.of(
                        model.file(),
                        model.hf(),
                        model.command(),
                        model.health(),
                        model.context(),
                        model.concurrency(),
                        model.gpuLayers(),
                        model.args(),
                        new TreeMap<>(model.env()),
                        config.server(),
                        config.loadTimeout(),
                        config.grace(),
                        config.timeouts())
                .toString();
    }

    /** Starts to load the models that are marked for preloading; does not wait for them. */
    public void preload() {
        preload(_ -> true);
    }

    private void preload(Predicate<String> wanted) {
        plan.models()
                .forEach(
                        (name, model) -> {
                            if (model.preload() && wanted.test(name)) {
                                Thread.ofVirtual().name("preload-" + name).start(() -> load(name));
                            }
                        });
    }

    private void load(String name) {
        try {
            pool.lease(name, OURSELVES, new Cancellation(), _ -> {}).close();
        } catch (FailureException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "model '" + name + "' was not loaded at start: " + e.failure().message());
        }
    }

    /** Sets the action that runs each time more facts about a model are known. */
    public void whenMoreIsKnown(Runnable told) {
        whenMoreIsKnown = told;
    }

    public Pool pool() {
        return pool;
    }

    public Backend backend() {
        return backend;
    }

    /** Returns the output of the servers. */
    public ModelLogs logs() {
        return servers.logs();
    }

    /** Returns the aliases, each with its model. */
    public Map<String, String> aliases() {
        Map<String, String> aliases = new LinkedHashMap<>();
        plan.models()
                .forEach(
                        (name, model) ->
                                model.aliases().forEach(alias -> aliases.put(alias, name)));
        return aliases;
    }

    @Override
    public void close() {
        try {
            pool.close();
        } finally {
            hub.close();
        }
    }
}
