package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chasqui as it is shipped.
 *
 * @param folder of {@code bin}, {@code lib} and {@code plugins}
 */
public record Distribution(Path folder, Pinning pinning) {

    /**
     * Starts a server, which may take a moment to listen.
     *
     * @param work a folder of its own; it may have served there before
     * @param config what {@code config.json} shall hold
     * @param options more words for its command line
     */
    public Gateway serve(Started started, Path work, String config, String... options)
            throws IOException {
        Files.createDirectories(work);
        Path file = Files.writeString(work.resolve("config.json"), config);
        int port = FreePort.find();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                folder.resolve("bin/chasqui").toString(),
                                "serve",
                                "--port=" + port,
                                "--config=" + file,
                                "--data=" + work.resolve("data")));
        command.addAll(List.of(options));
        Running running = started.start(pinning.on(command), work);
        return new Gateway(
                Chasqui.NAME, port, Gateway.OPENAI, Gateway.MODEL, Map.of(), Optional.of(running));
    }
}
