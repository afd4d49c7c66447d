package dev.chasqui.adapters.processes;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A program that spawns the servers of two models, {@code Spawning FOLDER MARK}, prints their
 * ports, and waits to be killed.
 */
public final class Spawning {
    private Spawning() {}

    /** Spawns two fake servers. */
    public static void main(String[] arguments) throws Exception {
        StandIns standIns = new StandIns(arguments[1]);
        SpawnedModels models = models(Path.of(arguments[0]), standIns);
        for (String model : new String[] {"a", "b"}) {
            Told told = new Told();
            models.prepare(model, told);
            Told.await(told.prepared);
            models.start(model, told);
            Told.await(told.loaded);
        }
        new CountDownLatch(1).await();
    }

    private static SpawnedModels models(Path folder, StandIns standIns) throws IOException {
        return new SpawnedModels(
                folder,
                Map.of("a", standIns.recipe("forks", "stays"), "b", standIns.recipe("leaves")),
                (_, port, _) -> {
                    IO.println(port);
                    return StandIns.nobody();
                },
                SpawnedStandIns.NO_GPUS);
    }
}
