package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.pf4j.jars.FolderState;
import dev.chasqui.application.port.agents.InstalledJar;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.testing.FakeBackend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole server, started in this JVM, with a watch over its one plug-in folder. */
public final class HotServer implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final Server server;
    private final PluginWatch watch;

    private HotServer(Server server, PluginWatch watch) {
        this.server = server;
        this.watch = watch;
    }

    /** Starts the server on a free port. */
    public static HotServer start(Path data, String config, Path plugins) throws IOException {
        PluginWatch watch = new PluginWatch(() -> FolderState.read(List.of(plugins)), INTERVAL);
        Path file = Files.createTempFile("chasqui-test", ".json");
        Files.writeString(file, config);
        Config read =
                ConfigReader.read(
                        Optional.of(file),
                        Map.of(),
                        Map.of(
                                "server.port", "0",
                                "data.dir", data.toString(),
                                "log.level", "off"));
        Files.delete(file);
        Server server =
                Server.start(read, new PluginFolders(Optional.empty(), List.of(plugins)), Map.of());
        watch.start(() -> true, server.agents()::refresh);
        return new HotServer(server, watch);
    }

    /** Returns the entry of a backend in the config. */
    public static String backend(FakeBackend backend) {
        return StartedServer.backendConfig("backend", backend, "openai");
    }

    public int port() {
        return server.port();
    }

    /** Returns the jars in the folder, with their state. */
    public List<InstalledJar> jars() {
        return server.agents().control().jars();
    }

    @Override
    public void close() {
        watch.close();
        server.close();
    }
}
