package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
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

/** The whole server, started in this JVM on a free port, as the config of a test says. */
public final class StartedServer implements AutoCloseable {
    private final Server server;

    /** What is deleted when it is closed; empty if the data is to stay. */
    private final Optional<Path> ownData;

    private StartedServer(Server server, Optional<Path> ownData) {
        this.server = server;
        this.ownData = ownData;
    }

    /** A server with one backend, whose name is {@code backend}. */
    public static StartedServer before(FakeBackend backend, String type) {
        return of("{\"backends\":[" + backendConfig("backend", backend, type) + "]}");
    }

    /** The entry of a backend in the config. */
    public static String backendConfig(String name, FakeBackend backend, String type) {
        return "{\"name\":\"%s\",\"type\":\"%s\",\"url\":\"%s\"}"
                .formatted(name, type, backend.url());
    }

    /** A server with this config, but for its port, which is free. */
    public static StartedServer of(String config, Path... plugins) {
        return at(0, config, plugins);
    }

    /** A server with this config, but for its port. */
    public static StartedServer at(int port, String config, Path... plugins) {
        return with(Map.of(), port, config, plugins);
    }

    /** A server as {@link #of}, which sees this environment. */
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

    /** A server as {@link #of}, whose data is in this folder and stays there. */
    public static StartedServer keeping(Path data, String config, Path... plugins) {
        return new StartedServer(start(Map.of(), 0, data, config, plugins), Optional.empty());
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
                                Map.of(),
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

    /** Its address without a path. */
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
