package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.application.port.ModelServers;
import dev.chasqui.domain.size.Footprint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** A process for each model, on a port of the loopback address and with a key of its own. */
public final class SpawnedModels implements ModelServers {
    private static final int LINES_TOLD = 20;
    private static final int KEY_BYTES = 32;

    /** What llama.cpp, its GPU libraries and others say. */
    private static final Pattern OUT_OF_MEMORY =
            Pattern.compile(
                    "out of memory|OutOfDeviceMemory|failed to allocate|unable to allocate"
                            + "|cannot allocate memory|bad_alloc",
                    Pattern.CASE_INSENSITIVE);

    /** After the grace and the killing nothing takes longer. */
    private static final Duration AFTER_KILL = Duration.ofSeconds(5);

    private final Map<String, Launch> launches;
    private final Connector connector;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, ServerProcess> processes = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /** Makes the backend that speaks with a server. */
    @FunctionalInterface
    public interface Connector {
        /** A backend for the server on a port of this machine, which asks for the key. */
        Backend connect(String model, int port, String key);
    }

    /**
     * @param launches by the name of the model
     */
    public SpawnedModels(Map<String, Launch> launches, Connector connector) {
        this.launches = Map.copyOf(launches);
        this.connector = connector;
    }

    @Override
    public void prepare(String model, Watcher watcher) {
        watcher.prepared(Footprint.NONE);
    }

    @Override
    public void start(String model, Watcher watcher) {
        Launch launch = launches.get(model);
        if (launch == null) {
            throw new IllegalArgumentException("nothing says how to start '" + model + "'");
        }
        Thread.ofVirtual().name("start-" + model).start(() -> bringUp(model, launch, watcher));
    }

    private void bringUp(String model, Launch launch, Watcher watcher) {
        ServerProcess process;
        int port;
        String key = key();
        try {
            port = freePort();
            process = ServerProcess.start(launch.on(port, key));
        } catch (IOException e) {
            watcher.failed(
                    new LoadFailure(false, launch.command().getFirst() + " cannot be started"));
            return;
        }
        processes.put(model, process);
        if (closed) {
            process.kill();
        }
        try {
            switch (HealthCheck.await(process, port, launch.health(), launch.patience())) {
                case READY -> {
                    watcher.loaded(connector.connect(model, port, key), Optional.empty());
                    process.gone().thenRun(() -> gone(model, process, watcher));
                }
                case GONE -> fail(model, process, process.ending(), watcher);
                case TOO_SLOW -> {
                    process.kill();
                    process.gone()
                            .thenRun(
                                    () ->
                                            fail(
                                                    model,
                                                    process,
                                                    "it was not ready within "
                                                            + launch.patience().toSeconds()
                                                            + " s",
                                                    watcher));
                }
            }
        } catch (InterruptedException e) {
            process.kill();
            process.gone().thenRun(() -> fail(model, process, "it was interrupted", watcher));
        }
    }

    private void gone(String model, ServerProcess process, Watcher watcher) {
        processes.remove(model, process);
        watcher.exited();
    }

    private void fail(String model, ServerProcess process, String why, Watcher watcher) {
        processes.remove(model, process);
        List<String> words = process.lastWords(LINES_TOLD);
        boolean memory =
                process.wasKilled()
                        || words.stream().anyMatch(line -> OUT_OF_MEMORY.matcher(line).find());
        String said = words.isEmpty() ? "" : "; it said:\n" + String.join("\n", words);
        watcher.failed(new LoadFailure(memory, why + said));
    }

    private String key() {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Somebody else may take it in the meantime; then the load fails, and says so. */
    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    @Override
    public void stop(String model) {
        ServerProcess process = processes.get(model);
        Launch launch = launches.get(model);
        if (process != null && launch != null) {
            process.stop(launch.grace());
        }
    }

    @Override
    public void close() {
        closed = true;
        processes.keySet().forEach(this::stop);
        Duration longest =
                launches.values().stream()
                        .map(Launch::grace)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        CompletableFuture<Void> all =
                CompletableFuture.allOf(
                        processes.values().stream()
                                .map(ServerProcess::gone)
                                .toArray(CompletableFuture[]::new));
        try {
            all.get(longest.plus(AFTER_KILL).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The lifelines end with us.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
