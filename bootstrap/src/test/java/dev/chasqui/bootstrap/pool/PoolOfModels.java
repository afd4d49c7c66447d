package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.StandInLlama;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/** A server with a pool, whose models are served by a fake of llama.cpp's server. */
final class PoolOfModels implements AutoCloseable {
    /** The folder of small real models. */
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
     * @param folder the folder for the traces of processes
     * @param settings members of {@code pool}, each as {@code "name":value}; may be empty
     * @param models members of {@code pool.models}, as {@link #model} makes them
     */
    static PoolOfModels start(Path folder, String settings, String... models) {
        return startWith(folder, "", settings, models);
    }

    /**
     * Starts the server.
     *
     * @param server members of {@code server}; may be empty
     */
    static PoolOfModels startWith(Path folder, String server, String settings, String... models) {
        return startOf(folder, "\"server\":{%s}".formatted(server), settings, models);
    }

    /**
     * Starts the server with this backend besides.
     *
     * @param backend as {@link StartedServer#backendConfig} makes it
     */
    static PoolOfModels startBeside(
            Path folder, String backend, String settings, String... models) {
        return startOf(folder, "\"backends\":[%s]".formatted(backend), settings, models);
    }

    /**
     * Starts the server.
     *
     * @param programs a folder with programs that it runs
     */
    static PoolOfModels startAmong(Path programs, Path folder, String settings, String... models) {
        return new PoolOfModels(
                folder,
                StartedServer.in(
                        Map.of("PATH", programs.toString()),
                        config(folder, "\"server\":{}", settings, models)));
    }

    private static PoolOfModels startOf(
            Path folder, String section, String settings, String... models) {
        return new PoolOfModels(
                folder, StartedServer.of(config(folder, section, settings, models)));
    }

    private static String config(Path folder, String section, String settings, String... models) {
        return "{%s,\"pool\":{\"server\":\"%s\"%s,\"models\":{%s}}}"
                .formatted(
                        section,
                        StandInLlama.script(folder),
                        settings.isEmpty() ? "" : "," + settings,
                        String.join(",", models));
    }

    /**
     * Returns a model of the config, which records each process that it starts.
     *
     * @param arguments the arguments of the fake
     */
    static String model(Path folder, String name, String... arguments) {
        return model(folder, name, List.of(), arguments);
    }

    /**
     * @param members more of the model's config, each as {@code "name":value}
     */
    static String model(Path folder, String name, List<String> members, String... arguments) {
        StringJoiner all = new StringJoiner("\",\"", "\"", "\"");
        all.add("--count").add(folder.resolve(name + ".pids").toString());
        List.of(arguments).forEach(all::add);
        String more = members.isEmpty() ? "" : "," + String.join(",", members);
        return "\"%s\":{\"file\":\"%s\",\"args\":[%s]%s}"
                .formatted(name, MODELS.resolve("own-scripted.gguf"), all, more);
    }

    /** Returns the processes that a model has had so far. */
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

    /** Sends a request to a model, and waits for the whole answer. */
    WireMessage ask(String model, String text) throws IOException {
        return RawHttp.post(port(), "/v1/chat/completions", question(model, text, false));
    }

    static String question(String model, String text, boolean stream) {
        return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}],\"stream\":%b}"
                .formatted(model, text, stream);
    }

    /** Sends an administrator's request to the pool. */
    WireMessage make(String what, String model) throws IOException {
        return RawHttp.post(port(), "/admin/pool/" + what, "{\"model\":\"%s\"}".formatted(model));
    }

    /** Waits until the pool's state contains this text. */
    void await(String text) throws IOException {
        Polled.untilPasses(() -> assertThat(state()).contains(text));
    }

    /** Returns the pool's state. */
    String state() throws IOException {
        return RawHttp.get(port(), "/admin/pool").text();
    }

    static boolean isGone(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty();
    }

    @Override
    public void close() {
        server.close();
    }
}
