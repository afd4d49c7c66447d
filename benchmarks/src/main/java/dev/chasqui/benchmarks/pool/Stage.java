package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.gateways.Distribution;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.Running;
import dev.chasqui.benchmarks.gateways.Started;
import dev.chasqui.benchmarks.load.Ask;
import dev.chasqui.benchmarks.load.FirstAnswer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Where trials take place.
 *
 * @param work an empty folder for what the servers write
 * @param program the stand-in of llama.cpp's server
 * @param quick whether a trial need only show that it works
 */
public record Stage(
        Distribution distribution, Started started, Path work, Path program, boolean quick) {
    private static final Duration START = Duration.ofSeconds(60);

    /**
     * A folder for one trial.
     *
     * @param name of the trial
     */
    Path folder(String name) throws IOException {
        return Files.createDirectories(work.resolve(name));
    }

    /**
     * Starts a server of stand-ins and waits until it listens; none of its models is loaded then.
     *
     * @param places how many may be loaded at a time
     */
    Gateway serve(Path folder, int places, StandIn... models) throws IOException {
        String named = Arrays.stream(models).map(StandIn::json).collect(Collectors.joining(","));
        return serve(
                folder,
                """
                {
                  "server": {"maxConnections": 4096},
                  "pool": {"maxModels": %d, "maxWaiting": 512, "models": {%s}},
                  "log": {"level": "warning"}
                }
                """
                        .formatted(places, named));
    }

    /** Starts a server and waits until it listens. */
    Gateway serve(Path folder, String config) throws IOException {
        Gateway server = distribution.serve(started, folder, config);
        Running running = server.process().orElseThrow();
        Ask live = Ask.get(server.port(), "/health/live", new Ask.Holds(""));
        if (FirstAnswer.await(live, START, running::isAlive).isEmpty()) {
            started.stop(running);
            throw new IOException("chasqui did not start: " + running.lastWords());
        }
        return server;
    }

    /** Stops a server, and with it its models. */
    void stop(Gateway server) {
        server.process().ifPresent(started::stop);
    }
}
