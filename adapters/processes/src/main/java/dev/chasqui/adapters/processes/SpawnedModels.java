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
 * key of its own.
 */
public final class SpawnedModels implements ModelServers {
    private static final System.Logger LOG = System.getLogger(SpawnedModels.class.getName());
    private static final LoadFailure STOPPING = new LoadFailure(false, "the server is stopping");
    private static final LoadFailure ABANDONED =
            new LoadFailure(false, "it is not wanted any more");

    /** Changed as a whole, by the holder of {@link #books} alone. */
    private volatile Map<String, Recipe> recipes;

    /** Guards that a model is forgotten when there is neither a recipe of it nor anything else. */
    private final Object books = new Object();

    private final OutputLogs logs;
    private final ModelRun.Workplace workplace;
    private final Map<String, Recipe.Prepared> prepared = new ConcurrentHashMap<>();
    private final Set<Preparing> preparing = ConcurrentHashMap.newKeySet();
    private final Map<String, ModelRun> runs = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** A thread that prepares a model. */
    private record Preparing(String model, Thread thread) {}

    /** Makes the backend that speaks with a server. */
    @FunctionalInterface
    public interface Connector {
        /** A backend for the server on a port of this machine, which asks for the key. */
        Backend connect(String model, int port, String key);
    }

    /**
     * Ends whatever an earlier run with the same folder has left.
     *
     * @param folder for what the next start must know; of one running server at a time
     * @param recipes by the name of the model
     * @param gpus for what they take of the GPUs
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
     * Knows these recipes, and no others, from the next time on that a model is prepared. A server
     * that runs keeps the recipe that it was started by. What a model has written is kept when its
     * recipe changes, and forgotten when it has none any more and nothing of it runs.
     *
     * @param next by the name of the model
     */
    public void learn(Map<String, Recipe> next) {
        synchronized (books) {
            Set<String> before = recipes.keySet();
            recipes = Map.copyOf(next);
            next.keySet().forEach(logs::open);
            before.forEach(this::forgetIfGone);
        }
    }

    private void forgetIfGone(String model) {
        synchronized (books) {
            if (!recipes.containsKey(model)
                    && !runs.containsKey(model)
                    && preparing.stream().noneMatch(one -> one.model().equals(model))) {
                prepared.remove(model);
                logs.remove(model);
            }
        }
    }

    /** What the servers have written. */
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
                            .told(new LoadFailure(false, why)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            watcher.failed(closed ? STOPPING : ABANDONED);
        } catch (RuntimeException | Error e) {
            // Callers that wait are told, also when a library is broken or memory is short.
            LOG.log(System.Logger.Level.ERROR, model + " cannot be prepared", e);
            watcher.failed(new LoadFailure(false, "it cannot be prepared; the log says why"));
        } finally {
            preparing.remove(new Preparing(model, Thread.currentThread()));
            forgetIfGone(model);
        }
    }

    private Recipe recipe(String model) throws RecipeException {
        Recipe recipe = recipes.get(model);
        if (recipe == null) {
            throw new RecipeException("nothing says how to start '" + model + "'");
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

    /** A run that is known from now on; null if the model is not prepared. */
    private @Nullable ModelRun register(String model, Watcher watcher) {
        synchronized (books) {
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

    /** On a thread of its own: a watcher is not told anything while the pool asks. */
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
