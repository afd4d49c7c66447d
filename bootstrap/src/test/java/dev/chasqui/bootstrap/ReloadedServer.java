package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The whole server, started in this JVM from a config file that a test rewrites. */
public final class ReloadedServer implements AutoCloseable {
    private final Path file;
    private final Server server;

    private ReloadedServer(Path file, Server server) {
        this.file = file;
        this.server = server;
    }

    /**
     * Starts the server on a free port.
     *
     * @param folder the folder for its config file and its data
     */
    public static ReloadedServer start(Path folder, String config, Path... plugins)
            throws IOException {
        Path file = folder.resolve("config.json");
        Files.writeString(file, config);
        Map<String, String> commandLine =
                Map.of(
                        "server.port", "0",
                        "data.dir", folder.resolve("data").toString(),
                        "log.level", "off");
        ConfigSource source =
                new ConfigSource() {
                    @Override
                    public Reading read() {
                        return ConfigReader.check(Optional.of(file), Map.of(), commandLine);
                    }

                    @Override
                    public void taken(Config next) {}
                };
        return new ReloadedServer(
                file,
                Server.start(
                        source.read().config(),
                        new PluginFolders(Optional.empty(), List.of(plugins)),
                        Map.of(),
                        source));
    }

    public int port() {
        return server.port();
    }

    /** Rewrites the config without a reload. */
    public void write(String config) throws IOException {
        Files.writeString(file, config);
    }

    /** Rewrites the config and makes the server reload it by its route. */
    public WireMessage reload(String config, Header... headers) throws IOException {
        write(config);
        return RawHttp.post(port(), "/admin/reload", "", headers);
    }

    @Override
    public void close() {
        server.close();
    }
}
