package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelLogs;
import dev.chasqui.application.port.ModelServers;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The servers of models as processes: one for each, on a port of the loopback address and with a
 * key of its own. Thread-safe. Preparing and running a model each have a virtual thread of their
 * own.
 */
public final class SpawnedModels implements ModelServers {
    private static final System.Logger LOG = System.getLogger(SpawnedModels.class.getName());
    private static final LoadFailure STOPPING = new LoadFailure(false, "the server is stopping");
    private static final LoadFailure ABANDONED =
            new LoadFailure(false, "it is not wanted any more");

    /** The recipes by model. The map is replaced as a whole, under the lock {@link #lock}. */
    private volatile Map<String, Recipe> recipes;

    /**
     * The lock for deleting a model's data: they are deleted when there is neither a recipe for it
     * nor a run of it.
     */
    private final Object lock = new Object();

    private final OutputLogs logs;
    private final ModelRun.Workplace workplace;
    private final Map<String, Recipe.Prepared> prepared = new ConcurrentHashMap<>();
    private final Set<Preparing> preparing = ConcurrentHashMap.newKeySet();
    private final Map<String, ModelRun> runs = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A thread that prepares a model. */
    private record Preparing(String model, Thread thread) {}

    /** The factory of the backend that talks to a server. */
    @FunctionalInterface
    public interface Connector {
        /** Returns a backend for the server on a port of this machine that requires a key. */
        Backend connect(String model, int port, String key);
    }

    /**
     * Ends all processes that an earlier run with the same folder has left.
     *
     * @param folder the folder for records for the next start; one running server may use it at a
     *     time
     * @param recipes the recipes by the names of the models
     * @param connector makes the backends
     * @param gpus the query of GPU memory
     * @throws IOException if the folder cannot be used
     */
    public SpawnedModels(
            Path folder, Map<String, Recipe> recipes, Connector connector, GpuMemory gpus)
            throws IOException {
        SpawnRecords records = new SpawnRecords(folder);
        records.reap();
        this.recipes = Map.copyOf(recipes);
        this.logs = new OutputLogs(recipes.keySet());
        this.workplace =
                new ModelRun.Workplace(
                        new Spawner(),
                        new Ports(),
                        records,
                        connector,
                        gpus,
                        List.of(folder, Path.of(System.getProperty("user.home")), Path.of("")));
    }

    /**
     * Replaces the recipes. New ones apply from the next preparation of a model on. A server that
     * runs keeps the recipe with which it was started. The output of a model is kept when its
     * recipe changes, and deleted when it has no recipe any more and no process of it runs.
     *
     * @param next the recipes by the names of the models
     */
    public void replaceRecipes(Map<String, Recipe> next) {
        synchronized (lock) {
            Set<String> before = recipes.keySet();
            recipes = Map.copyOf(next);
            next.keySet().forEach(logs::open);
            before.forEach(this::forgetIfGone);
        }
    }

    private void forgetIfGone(String model) {
        synchronized (lock) {
            if (!recipes.containsKey(model)
                    && !runs.containsKey(model)
                    && preparing.stream().noneMatch(one -> one.model().equals(model))) {
                prepared.remove(model);
                logs.remove(model);
            }
        }
    }

    /** Returns the output of the servers. */
    public ModelLogs logs() {
        return logs;
    }

    @Override
    public void prepare(String model, Watcher watcher) {
        Thread thread =
                Thread.ofVirtual()
                        .name("prepare-" + model)
                        .unstarted(() -> prepareNow(model, watcher));
        preparing.add(new Preparing(model, thread));
        thread.start();
        if (closed) {
            thread.interrupt();
        }
    }

    @Override
    public void abandon(String model) {
        preparing.stream()
                .filter(one -> one.model().equals(model))
                .forEach(one -> one.thread().interrupt());
    }

    private void prepareNow(String model, Watcher watcher) {
        try {
            Recipe.Prepared ready = recipe(model).prepare(watcher::progress);
            prepared.put(model, ready);
            watcher.prepared(ready.estimate());
        } catch (RecipeException e) {
            String why = String.valueOf(e.getMessage());
            logs.find(model).ifPresent(log -> log.add("chasqui: " + why));
            watcher.failed(
                    PathRedaction.of(List.of(), workplace.folders())
                            .forCaller(new LoadFailure(false, why)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            watcher.failed(closed ? STOPPING : ABANDONED);
        } catch (RuntimeException | Error e) {
            // Waiting callers must get an answer, even if a library is broken or memory is short.
            LOG.log(System.Logger.Level.ERROR, model + " cannot be prepared", e);
            watcher.failed(new LoadFailure(false, "it cannot be prepared; see the log"));
        } finally {
            preparing.remove(new Preparing(model, Thread.currentThread()));
            forgetIfGone(model);
        }
    }

    private Recipe recipe(String model) throws RecipeException {
        Recipe recipe = recipes.get(model);
        if (recipe == null) {
            throw new RecipeException("there is no recipe for '" + model + "'");
        }
        return recipe;
    }

    @Override
    public void start(String model, Watcher watcher) {
        ModelRun run = register(model, watcher);
        if (run == null) {
            fail(model, new LoadFailure(false, "'" + model + "' was not prepared"), watcher);
            return;
        }
        if (closed) {
            run.stop();
        }
        Thread.ofVirtual()
                .name("model-" + model)
                .start(
                        () ->
                                run.run(
                                        () -> {
                                            runs.remove(model, run);
                                            forgetIfGone(model);
                                        }));
    }

    /** Registers a run and returns it; null if the model is not prepared. */
    private @Nullable ModelRun register(String model, Watcher watcher) {
        synchronized (lock) {
            Recipe.Prepared ready = prepared.get(model);
            Optional<OutputLog> log = logs.find(model);
            if (ready == null || log.isEmpty()) {
                return null;
            }
            ModelRun run = new ModelRun(model, ready, workplace, log.get(), watcher);
            if (runs.putIfAbsent(model, run) != null) {
                throw new IllegalStateException("'" + model + "' has a server already");
            }
            return run;
        }
    }

    /**
     * Reports a failure on another thread, since the watcher must not be called during a call of
     * the pool.
     */
    private static void fail(String model, LoadFailure why, Watcher watcher) {
        Thread.ofVirtual().name("model-" + model).start(() -> watcher.failed(why));
    }

    @Override
    public void observe(String model) {
        ModelRun run = runs.get(model);
        if (run != null) {
            run.observe();
        }
    }

    @Override
    public void stop(String model) {
        ModelRun run = runs.get(model);
        if (run != null) {
            run.stop();
        }
    }

    @Override
    public void close() {
        closed = true;
        preparing.forEach(one -> one.thread().interrupt());
        List<ModelRun> last = List.copyOf(runs.values());
        last.forEach(ModelRun::stop);
        Duration longest =
                last.stream()
                        .map(ModelRun::timeToEnd)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        CompletableFuture<Void> all =
                CompletableFuture.allOf(
                        last.stream().map(ModelRun::over).toArray(CompletableFuture[]::new));
        try {
            all.get(longest.plus(ServerProcess.TO_DIE).toMillis(), TimeUnit.MILLISECONDS);
            workplace.spawner().close();
        } catch (TimeoutException | ExecutionException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "not all servers of models are gone; they end with this process");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
