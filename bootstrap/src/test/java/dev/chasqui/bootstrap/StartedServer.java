package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.http.edge.HttpRoute;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.testing.FakeBackend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The whole server, started in this JVM on a free port with the config of a test. */
public final class StartedServer implements AutoCloseable {
    /** A database for each server would take half of the suite's time. */
    private static final Map<String, String> WITHOUT_LEDGER = Map.of("CHASQUI_LEDGER_ON", "false");

    private final Server server;

    /** The folder that is deleted when the server is closed; empty if the data shall remain. */
    private final Optional<Path> ownData;

    private StartedServer(Server server, Optional<Path> ownData) {
        this.server = server;
        this.ownData = ownData;
    }

    /** Starts a server with one backend, whose name is {@code backend}. */
    public static StartedServer before(FakeBackend backend, String type) {
        return of("{\"backends\":[" + backendConfig("backend", backend, type) + "]}");
    }

    /** Returns the entry of a backend in the config. */
    public static String backendConfig(String name, FakeBackend backend, String type) {
        return "{\"name\":\"%s\",\"type\":\"%s\",\"url\":\"%s\"}"
                .formatted(name, type, backend.url());
    }

    /** Starts a server with this config on a free port. */
    public static StartedServer of(String config, Path... plugins) {
        return at(0, config, plugins);
    }

    /** Starts a server with this config on a given port. */
    public static StartedServer at(int port, String config, Path... plugins) {
        return with(Map.of(), port, config, plugins);
    }

    /** Starts a server as {@link #of} does, with this environment. */
    public static StartedServer in(Map<String, String> environment, String config) {
        return with(environment, 0, config);
    }

    private static StartedServer with(
            Map<String, String> environment, int port, String config, Path... plugins) {
        try {
            Path data = Files.createTempDirectory("chasqui-test");
            return new StartedServer(
                    start(environment, port, data, config, plugins), Optional.of(data));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server as {@link #of} does, with its data in this folder, which remains. */
    public static StartedServer keeping(Path data, String config, Path... plugins) {
        return new StartedServer(start(Map.of(), 0, data, config, plugins), Optional.empty());
    }

    /** Starts a server as {@link #keeping(Path, String, Path...)} does, with this environment. */
    public static StartedServer keeping(Map<String, String> environment, Path data, String config) {
        return new StartedServer(start(environment, 0, data, config), Optional.empty());
    }

    private static Server start(
            Map<String, String> environment, int port, Path data, String config, Path... plugins) {
        try {
            Path file = Files.createTempFile("chasqui-test", ".json");
            try {
                Files.writeString(file, config);
                Config read =
                        ConfigReader.read(
                                Optional.of(file),
                                config.contains("\"ledger\"") ? Map.of() : WITHOUT_LEDGER,
                                Map.of(
                                        "server.port", Integer.toString(port),
                                        "data.dir", data.toString(),
                                        "log.level", "off"));
                return Server.start(
                        read, new PluginFolders(Optional.empty(), List.of(plugins)), environment);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return server.port();
    }

    /** Returns its routes with fixed paths. */
    public List<HttpRoute> routes() {
        return server.http.routes();
    }

    /** Returns the warnings of its start. */
    public List<String> warnings() {
        return server.policyWarnings();
    }

    /** Returns its address without a path. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    @Override
    public void close() {
        server.close();
        ownData.ifPresent(StartedServer::delete);
    }

    private static void delete(Path folder) {
        try (Stream<Path> inside = Files.walk(folder)) {
            for (Path path : inside.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
