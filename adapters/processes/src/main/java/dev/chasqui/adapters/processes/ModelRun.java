package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelServers.Watcher;
import dev.chasqui.domain.size.MeasuredMemory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One run of a model's server, from its start to its end.
 *
 * <p>{@link #run} works on a thread of its own: it starts the process, waits until it is ready,
 * reports that to the watcher, and waits for its end. If another process took the port meanwhile,
 * it starts the server once more. {@link #stop} and {@link #observe} may be called by any thread;
 * the lock of this object guards the fields that they share with the run.
 */
final class ModelRun {
    private static final System.Logger LOG = System.getLogger(ModelRun.class.getName());
    private static final int REPORTED_LINES = 20;

    /**
     * The time beyond the keeper's own timeout, so that a call that ends just in time is not cut
     * off.
     */
    private static final Duration SLACK = Duration.ofSeconds(1);

    private static final int KEY_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final String model;
    private final Recipe.Prepared prepared;
    private final Workplace workplace;
    private final OutputLog log;
    private final Watcher watcher;
    private final String program;
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** Used by the run's own thread alone. */
    private boolean loaded;

    private @Nullable ServerProcess server;

    /** The server to save conversations of before it is ended; null while it loads. */
    private ConversationKeeper.@Nullable RunningServer loadedServer;

    /** The probe of its memory; null until it is ready. */
    private @Nullable MemoryProbe probe;

    private boolean stopping;

    /**
     * The things that all runs share.
     *
     * @param spawner starts processes
     * @param ports the free ports
     * @param records the records of what was spawned
     * @param connector makes the backends
     * @param gpus the query of GPU memory
     * @param folders the folders whose paths callers must not see
     */
    record Workplace(
            Spawner spawner,
            Ports ports,
            SpawnRecords records,
            SpawnedModels.Connector connector,
            GpuMemory gpus,
            List<Path> folders) {}

    ModelRun(
            String model,
            Recipe.Prepared prepared,
            Workplace workplace,
            OutputLog log,
            Watcher watcher) {
        this.model = model;
        this.prepared = prepared;
        this.workplace = workplace;
        this.log = log;
        this.watcher = watcher;
        // Callers must not see the program's path.
        this.program = prepared.launch().program().replaceFirst(".*/", "");
    }

    /**
     * Starts the server, waits for its end, and reports it to the watcher.
     *
     * @param forget runs before the watcher learns of the end
     */
    void run(Runnable forget) {
        LoadFailure failure = runServer();
        log.add("chasqui: " + failure.why().lines().findFirst().orElse("it ended"));
        over.complete(null);
        forget.run();
        if (loaded) {
            watcher.exited();
        } else {
            watcher.failed(redaction().forCaller(failure));
        }
    }

    private PathRedaction redaction() {
        List<String> words = new ArrayList<>(prepared.launch().command());
        words.addAll(prepared.launch().environment().values());
        return PathRedaction.of(words, workplace.folders());
    }

    /**
     * Runs the server and returns the reason of its end; if it was loaded before, that is no
     * failure.
     */
    private LoadFailure runServer() {
        try {
            Attempt first = attempt();
            if (!first.portTaken() || isStopping()) {
                return first.ending();
            }
            log.add("chasqui: another process took its port; it is started again on another one");
            return attempt().ending();
        } catch (IOException e) {
            return new LoadFailure(false, program + " cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LoadFailure(false, "it was interrupted");
        } catch (RuntimeException | Error e) {
            // An error ends this run alone too, so that the waiting callers get an answer.
            LOG.log(System.Logger.Level.ERROR, "the server of " + model + " was lost", e);
            return new LoadFailure(false, program + " was lost; see the log");
        }
    }

    /** The end of one process. */
    private record Attempt(LoadFailure ending, boolean portTaken) {}

    private Attempt attempt() throws IOException, InterruptedException {
        if (isStopping()) {
            return new Attempt(stopped(), false);
        }
        String key = key();
        try (Ports.Port port = workplace.ports().lend();
                SpawnRecords.Entry record = workplace.records().open();
                ServerProcess process = spawn(port.number(), key, record.mark())) {
            follow(process);
            process.leader().ifPresent(record::write);
            return serve(process, port.number(), key, record.mark());
        }
    }

    private ServerProcess spawn(int port, String key, String mark)
            throws IOException, InterruptedException {
        Launch launch = prepared.launch().on(port, key);
        Process lifeline = workplace.spawner().start(launch, mark);
        try {
            return new ServerProcess(
                    model,
                    program,
                    lifeline,
                    mark,
                    log,
                    OutputSecrets.of(key, launch.environment()));
        } catch (RuntimeException | Error e) {
            // There may be no thread that reads its output.
            Spawner.end(lifeline);
            throw e;
        }
    }

    private Attempt serve(ServerProcess process, int port, String key, String mark)
            throws InterruptedException {
        HealthCheck check =
                new HealthCheck(process, port, prepared.launch(), mark, this::reportLoading);
        return switch (check.await()) {
            case READY -> {
                try (MemoryProbe memory = probe(process.leader(), port)) {
                    Backend backend = connect(port, key);
                    watcher.loaded(
                            backend,
                            new MeasuredMemory(memory.ram(), Optional.empty(), prepared.growth()));
                    loaded = true;
                    // The GPU memory is measured later, so that callers do not wait for it.
                    memory.begin();
                    awaitEnd(process);
                }
                yield new Attempt(new LoadFailure(false, process.ending()), false);
            }
            case GONE -> gone(process);
            case TOO_SLOW -> tooSlow(process, "it was not ready within ");
            case PORT_OF_ANOTHER ->
                    tooSlow(
                            process,
                            "another process listens on its port; it was not ready within ");
        };
    }

    private void reportLoading(long seconds) {
        watcher.progress("loading " + model + ", " + seconds + " s");
    }

    /** Makes a backend for the server, after the conversations of its last run were restored. */
    private Backend connect(int port, String key) throws InterruptedException {
        Backend backend = workplace.connector().connect(model, port, key);
        if (prepared.conversations().isEmpty()) {
            return backend;
        }
        ConversationKeeper keeper = prepared.conversations().get();
        ConversationKeeper.RunningServer up =
                new ConversationKeeper.RunningServer(
                        port, key, line -> log.add("chasqui: " + line));
        boolean restored =
                withTimeout(
                        keeper,
                        "its conversations were not restored in time",
                        () -> keeper.afterReady(up));
        synchronized (this) {
            loadedServer = up;
        }
        return restored
                ? new FirstReplyBackend(backend, cached -> keeper.firstReply(cached, up))
                : backend;
    }

    private Attempt tooSlow(ServerProcess process, String why) {
        process.close();
        return new Attempt(
                failure(process, why + seconds(prepared.launch().patience()) + " s"), false);
    }

    private Attempt gone(ServerProcess process) {
        return isStopping()
                ? new Attempt(stopped(), false)
                : new Attempt(
                        failure(process, process.ending()),
                        Symptoms.portTaken(process.lastLines(REPORTED_LINES)));
    }

    private static void awaitEnd(ServerProcess process) throws InterruptedException {
        try {
            process.gone().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized MemoryProbe probe(Optional<ProcessIdentity> leader, int port) {
        MemoryProbe.Target target =
                new MemoryProbe.Target(model, leader, port, prepared.launch().listensItself());
        probe = new MemoryProbe(target, workplace.gpus(), watcher);
        return probe;
    }

    /** Starts to measure the server's memory, if it is ready. */
    synchronized void observe() {
        if (probe != null) {
            probe.begin();
        }
    }

    private static LoadFailure failure(ServerProcess process, String why) {
        List<String> words = process.lastLines(REPORTED_LINES);
        boolean memory = process.wasKilled() || Symptoms.outOfMemory(words);
        String said = words.isEmpty() ? "" : "; it said:\n" + String.join("\n", words);
        return new LoadFailure(memory, why + said);
    }

    private static LoadFailure stopped() {
        return new LoadFailure(false, "it was stopped while it was loading");
    }

    private static String seconds(Duration time) {
        return time.toMillisPart() == 0
                ? Long.toString(time.toSeconds())
                : Double.toString(time.toMillis() / 1000.0);
    }

    private static String key() {
        byte[] bytes = new byte[KEY_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private synchronized void follow(ServerProcess process) {
        server = process;
        if (stopping) {
            process.stop(prepared.launch().grace());
        }
    }

    private synchronized boolean isStopping() {
        return stopping;
    }

    /** Ends the server, first with a signal; does nothing if it is being ended already. */
    synchronized void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        if (server == null) {
            return;
        }
        if (loadedServer != null && prepared.conversations().isPresent()) {
            saveAndEnd(server, prepared.conversations().get(), loadedServer);
        } else {
            server.stop(prepared.launch().grace());
        }
    }

    /**
     * Saves conversations and ends the server on another thread, since the pool does not wait for
     * that.
     */
    private void saveAndEnd(
            ServerProcess process,
            ConversationKeeper keeper,
            ConversationKeeper.RunningServer loadedNow) {
        Thread.ofVirtual()
                .name("end-" + model)
                .start(
                        () -> {
                            try {
                                var _ =
                                        withTimeout(
                                                keeper,
                                                "its conversations were not saved in time",
                                                () -> {
                                                    keeper.beforeStop(loadedNow);
                                                    return true;
                                                });
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            } finally {
                                process.stop(prepared.launch().grace());
                            }
                        });
    }

    /**
     * Returns the result of the work; false if it fails or its timeout passes, since a caller waits
     * for the model, or for its place.
     */
    private boolean withTimeout(ConversationKeeper keeper, String late, Callable<Boolean> work)
            throws InterruptedException {
        FutureTask<Boolean> task = new FutureTask<>(work);
        Thread.ofVirtual().name("conversations-" + model).start(task);
        try {
            return task.get(keeper.patience().plus(SLACK).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.add("chasqui: " + late);
            return false;
        } catch (ExecutionException e) {
            LOG.log(System.Logger.Level.ERROR, "the conversations of " + model + " were lost", e);
            return false;
        } finally {
            task.cancel(true);
        }
    }

    /** Returns the longest time until it has ended or is killed. */
    Duration timeToEnd() {
        return prepared.conversations()
                .map(keeper -> keeper.patience().plus(SLACK))
                .orElse(Duration.ZERO)
                .plus(prepared.launch().grace());
    }

    /** Returns a future that completes when no process of the run is left. */
    CompletableFuture<Void> over() {
        return over;
    }
}
