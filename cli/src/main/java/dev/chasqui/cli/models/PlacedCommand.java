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

    private final String pathWithBackend;

    /**
     * @param path the path of the change of the pool on the server
     * @param pathWithBackend the path of the change of a backend that is named
     */
    PlacedCommand(Map<String, String> environment, String path, String pathWithBackend) {
        super(environment, path);
        this.pathWithBackend = pathWithBackend;
    }

    @Override
    String path() {
        return backend.isPresent() ? pathWithBackend : super.path();
    }

    @Override
    Optional<String> backend() {
        return backend;
    }
}
