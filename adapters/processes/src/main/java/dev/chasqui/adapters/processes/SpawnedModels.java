package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelLogs;
import dev.chasqui.application.port.ModelServers;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A process for each model, on a port of the loopback address and with a key of its own. */
public final class SpawnedModels implements ModelServers {
    private static final System.Logger LOG = System.getLogger(SpawnedModels.class.getName());
    private static final LoadFailure STOPPING = new LoadFailure(false, "the server is stopping");

    private final Map<String, Recipe> recipes;
    private final OutputLogs logs;
    private final ModelRun.Workplace workplace;
    private final Map<String, Recipe.Prepared> prepared = new ConcurrentHashMap<>();
    private final Set<Thread> preparing = ConcurrentHashMap.newKeySet();
    private final Map<String, ModelRun> runs = new ConcurrentHashMap<>();
    private volatile boolean closed;

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
        preparing.add(thread);
        thread.start();
        if (closed) {
            thread.interrupt();
        }
    }

    private void prepareNow(String model, Watcher watcher) {
        try {
            Recipe.Prepared ready = recipe(model).prepare(watcher::progress);
            prepared.put(model, ready);
            watcher.prepared(ready.estimate());
        } catch (RecipeException e) {
            String why = String.valueOf(e.getMessage());
            if (recipes.containsKey(model)) {
                logs.of(model).add("chasqui: " + why);
            }
            watcher.failed(
                    PathRedaction.of(List.of(), workplace.folders()).told(new LoadFailure(false, why)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            watcher.failed(STOPPING);
        } catch (RuntimeException | Error e) {
            // Whoever waits for it is told, also when a library is broken or memory is short.
            LOG.log(System.Logger.Level.ERROR, model + " cannot be prepared", e);
            watcher.failed(new LoadFailure(false, "it cannot be prepared; the log says why"));
        } finally {
            preparing.remove(Thread.currentThread());
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
    public void abandon(String model) {}

    @Override
    public void start(String model, Watcher watcher) {
        Recipe.Prepared ready = prepared.get(model);
        if (ready == null) {
            fail(model, new LoadFailure(false, "'" + model + "' was not prepared"), watcher);
            return;
        }
        ModelRun run = new ModelRun(model, ready, workplace, logs.of(model), watcher);
        if (runs.putIfAbsent(model, run) != null) {
            throw new IllegalStateException("'" + model + "' has a server already");
        }
        if (closed) {
            run.stop();
        }
        Thread.ofVirtual()
                .name("model-" + model)
                .start(() -> run.run(() -> runs.remove(model, run)));
    }

    /** Nobody is told anything while he asks. */
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
        preparing.forEach(Thread::interrupt);
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
