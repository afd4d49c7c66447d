package dev.chasqui.cli.models;

import picocli.CommandLine.Option;

import java.util.Map;
import java.util.Optional;

/** A command that changes the state of a model in the pool, or on a backend that is named. */
abstract class PlacedCommand extends PoolCommand {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "The backend: the pool, or an Ollama (default: the pool).")
    private Optional<String> backend = Optional.empty();

    PlacedCommand(Map<String, String> environment, String path) {
        super(environment, path);
    }

    @Override
    Optional<String> backend() {
        return backend;
    }
}
