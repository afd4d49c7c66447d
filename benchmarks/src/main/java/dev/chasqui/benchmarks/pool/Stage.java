package dev.chasqui.benchmarks.pool;

import dev.chasqui.benchmarks.gateways.Distribution;
import dev.chasqui.benchmarks.gateways.Gateway;
import dev.chasqui.benchmarks.gateways.RunningProcess;
import dev.chasqui.benchmarks.gateways.StartedProcesses;
import dev.chasqui.benchmarks.load.FirstAnswer;
import dev.chasqui.benchmarks.load.RawRequest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The environment of trials.
 *
 * @param distribution the distribution of Chasqui
 * @param started ends all started processes
 * @param work an empty folder for the files of the servers
 * @param program the stand-in for llama.cpp's server
 * @param quick true if a trial need only show that it works
 */
public record Stage(
        Distribution distribution,
        StartedProcesses started,
        Path work,
        Path program,
        boolean quick) {
    private static final Duration START = Duration.ofSeconds(60);

    /**
     * Creates a folder for one trial.
     *
     * @param name the name of the trial
     */
    Path folder(String name) throws IOException {
        return Files.createDirectories(work.resolve(name));
    }

    /**
     * Starts a server with stand-in models and waits until it listens. No model is loaded then.
     *
     * @param places the most models loaded at a time
     * @throws IOException if the server does not start
     */
    Gateway serve(Path folder, int places, StandInModel... models) throws IOException {
        String named =
                Arrays.stream(models).map(StandInModel::json).collect(Collectors.joining(","));
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

    /**
     * Starts a server and waits until it listens.
     *
     * @throws IOException if the server does not start
     */
    Gateway serve(Path folder, String config) throws IOException {
        Gateway server = distribution.serve(started, folder, config);
        RunningProcess running = server.process().orElseThrow();
        RawRequest live = RawRequest.get(server.port(), "/health/live", new RawRequest.Holds(""));
        if (FirstAnswer.await(live, START, running::isAlive).isEmpty()) {
            started.stop(running);
            throw new IOException("chasqui did not start: " + running.lastWords());
        }
        return server;
    }

    /** Stops a server and its models. */
    void stop(Gateway server) {
        server.process().ifPresent(started::stop);
    }
}
