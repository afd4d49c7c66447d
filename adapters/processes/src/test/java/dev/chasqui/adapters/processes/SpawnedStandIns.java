package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.size.Footprint;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * {@link SpawnedModels} with one model, {@code m}; closing asserts that no process of it is left.
 */
final class SpawnedStandIns implements AutoCloseable {
    static final String MODEL = "m";
    static final GpuMemory NO_GPUS = _ -> Optional.empty();

    final StandIns standIns = new StandIns();
    final SpawnedModels models;
    private final BlockingQueue<Connection> connections = new LinkedBlockingQueue<>();

    /** The arguments of the connector's calls. */
    record Connection(int port, String key) {}

    SpawnedStandIns(Path folder, Recipe recipe) throws IOException {
        this(folder, recipe, NO_GPUS);
    }

    SpawnedStandIns(Path folder, Recipe recipe, GpuMemory gpus) throws IOException {
        models = new SpawnedModels(folder, Map.of(MODEL, recipe), this::connect, gpus);
    }

    SpawnedStandIns(Path folder, Duration patience, String... habits) throws IOException {
        Recipe recipe = _ -> new Recipe.Prepared(standIns.launch(patience, habits), Footprint.NONE);
        models = new SpawnedModels(folder, Map.of(MODEL, recipe), this::connect, NO_GPUS);
    }

    private Backend connect(String model, int port, String key) {
        connections.add(new Connection(port, key));
        return StandIns.nobody();
    }

    /** Prepares the model and starts its server. */
    Told start() throws Exception {
        Told told = new Told();
        models.prepare(MODEL, told);
        Told.await(told.prepared);
        models.start(MODEL, told);
        return told;
    }

    /** Returns the arguments of the connector's next call. */
    Connection connection() throws InterruptedException {
        Connection next = connections.poll(30, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("nothing was connected to");
        }
        return next;
    }

    /** Returns the output of the server. */
    List<String> log() {
        return models.logs().last(MODEL, 1_000_000).stream().map(line -> line.text()).toList();
    }

    @Override
    public void close() {
        models.close();
        assertThat(standIns.alive()).isEmpty();
        try {
            standIns.awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
