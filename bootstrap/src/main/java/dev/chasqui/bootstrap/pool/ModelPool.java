package dev.chasqui.bootstrap.pool;

import com.sun.management.OperatingSystemMXBean;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.PoolModelConfig;
import dev.chasqui.adapters.gpus.GpuInventory;
import dev.chasqui.adapters.gpus.NvidiaSmi;
import dev.chasqui.adapters.hub.Hub;
import dev.chasqui.adapters.hub.HubException;
import dev.chasqui.adapters.hub.HubSettings;
import dev.chasqui.adapters.library.PulledModels;
import dev.chasqui.adapters.llamacpp.SlotFolder;
import dev.chasqui.adapters.processes.SpawnedModels;
import dev.chasqui.application.pool.Pool;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.pool.PoolChange;
import dev.chasqui.application.pool.PoolLimits;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ModelLogs;
import dev.chasqui.application.port.ModelStore;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.HubModel;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final PulledModels pulled;

    /** The memory that the models may take of the GPUs if the config does not limit it. */
    private final ByteSize gpuMemoryAtStart;

    private volatile Runnable whenMoreIsKnown = () -> {};
    private volatile PoolPlan plan;

    private ModelPool(
            GpuInventory gpus,
            Hub hub,
            Optional<SlotFolder> slots,
            PulledModels pulled,
            PoolPlan plan,
            Path folder,
            SpawnedModels.Connector connector)
            throws IOException {
        this.gpus = gpus;
        this.hub = hub;
        this.slots = slots;
        this.pulled = pulled;
        this.plan = plan;
        this.gpuMemoryAtStart = gpus.free();
        this.servers = new SpawnedModels(folder, plan.recipes(), connector, gpus::vramOf);
        this.pool = new Pool(limits(plan.config()), plan.pooled(), servers);
        this.backend =
                new PoolBackend(
                        pool, () -> this.plan.infos(), new FileDescriptions(this::model, hub));
        plan.llama().whenPrepared(() -> whenMoreIsKnown.run());
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
            PulledModels pulled = PulledModels.open(folder.resolve("pulled.json"));
            Optional<SlotFolder> slots =
                    slots(config, folder, PoolModels.of(config, pulled.all()).keySet());
            return new ModelPool(
                    gpus,
                    hub,
                    slots,
                    pulled,
                    PoolPlan.of(config, pulled.all(), gpus, hub, slots),
                    folder,
                    connector);
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
        PoolPlan made = plan(next, pulled.all());
        return () -> {
            synchronized (this) {
                // A model may have been pulled or deleted since the plan was made.
                apply(made.pulled().equals(pulled.all()) ? made : plan(next, pulled.all()));
            }
        };
    }

    private PoolPlan plan(PoolConfig next, Map<String, HubModel> models) {
        return PoolPlan.of(next, models, gpus, hub, slots);
    }

    private void apply(PoolPlan made) {
        Set<String> before = plan.models().keySet();
        made.llama().whenPrepared(() -> whenMoreIsKnown.run());
        PoolChange change =
                pool.change(
                        limits(made.config()),
                        made.pooled(),
                        () -> servers.replaceRecipes(made.recipes()));
        plan = made;
        if (!change.isNothing()) {
            LOG.log(System.Logger.Level.INFO, "the pool's models changed: " + change);
        }
        preload(name -> !before.contains(name));
    }

    /** Returns the models as a store, to which models can be added. */
    public ModelStore store() {
        return new PulledStore(this, hub);
    }

    /** Returns the config of a model; empty if there is none of this name. */
    Optional<PoolModelConfig> model(String name) {
        return Optional.ofNullable(plan.models().get(name));
    }

    /**
     * Adds a model that was pulled. If that fails, nothing has changed.
     *
     * @throws StartFailure if the folder of models cannot be read
     * @throws FailureException with {@code DiskFull} if the list of models cannot be written
     */
    synchronized void add(String name, HubModel model) {
        Map<String, HubModel> more = pulled.with(name, model);
        PoolPlan made = plan(plan.config(), more);
        pulled.save(more);
        apply(made);
    }

    /**
     * Removes a model, if it was pulled, and deletes those of its files that no other model of the
     * pool uses. If that fails, the model stays, so that it can be removed again.
     *
     * @throws StartFailure if the folder of models cannot be read
     * @throws FailureException with {@code DiskFull} if the list of models cannot be written
     * @throws HubException if its files cannot be deleted
     */
    synchronized void remove(String name) throws HubException {
        HubModel model = pulled.all().get(name);
        if (model == null) {
            return;
        }
        Map<String, HubModel> fewer = pulled.without(name);
        PoolPlan made = plan(plan.config(), fewer);
        hub.delete(
                model, made.models().values().stream().flatMap(one -> one.hf().stream()).toList());
        pulled.save(fewer);
        apply(made);
    }

    /** Returns true if clients have pulled the model. */
    boolean isPulled(String name) {
        return pulled.all().containsKey(name);
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
