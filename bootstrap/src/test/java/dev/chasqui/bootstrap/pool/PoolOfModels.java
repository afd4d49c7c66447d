package dev.chasqui.bootstrap.pool;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.StandInLlama;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/** A server with a pool, whose models are served by a stand-in of llama.cpp's server. */
final class PoolOfModels implements AutoCloseable {
    /** Has models that are small and real. */
    static final Path MODELS =
            Path.of("../adapters/gguf/src/test/resources/dev/chasqui/adapters/gguf")
                    .toAbsolutePath()
                    .normalize();

    private final Path folder;
    private final StartedServer server;

    private PoolOfModels(Path folder, StartedServer server) {
        this.folder = folder;
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @param folder where processes leave their traces
     * @param settings members of {@code pool}, each as {@code "name":value}; may be empty
     * @param models members of {@code pool.models}, as {@link #model} makes them
     */
    static PoolOfModels start(Path folder, String settings, String... models) {
        String config =
                "{\"pool\":{\"server\":\"%s\"%s,\"models\":{%s}}}"
                        .formatted(
                                StandInLlama.script(folder),
                                settings.isEmpty() ? "" : "," + settings,
                                String.join(",", models));
        return new PoolOfModels(folder, StartedServer.of(config));
    }

    /**
     * A model of the config, which notes each process that it starts.
     *
     * @param arguments of the stand-in
     */
    static String model(Path folder, String name, String... arguments) {
        StringJoiner all = new StringJoiner("\",\"", "\"", "\"");
        all.add("--count").add(folder.resolve(name + ".pids").toString());
        List.of(arguments).forEach(all::add);
        return "\"%s\":{\"file\":\"%s\",\"args\":[%s]}"
                .formatted(name, MODELS.resolve("own-scripted.gguf"), all);
    }

    /** The processes that a model has had so far. */
    List<Long> processes(String model) {
        try {
            Path file = folder.resolve(model + ".pids");
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
                    : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.port();
    }

    /** Asks a model, and waits for the whole answer. */
    WireMessage ask(String model, String text) throws IOException {
        return RawHttp.post(port(), "/v1/chat/completions", question(model, text, false));
    }

    static String question(String model, String text, boolean stream) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"stream\":%b}"
                .formatted(model, text, stream);
    }

    /** What an administrator makes the pool do. */
    WireMessage make(String what, String model) throws IOException {
        return RawHttp.post(port(), "/admin/pool/" + what, "{\"model\":\"%s\"}".formatted(model));
    }

    @Override
    public void close() {
        server.close();
    }
}
