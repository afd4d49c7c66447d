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
 * @param folder the folder that holds {@code bin}, {@code lib} and {@code plugins}
 * @param pinning the cores of its servers
 */
public record Distribution(Path folder, Pinning pinning) {

    /**
     * Starts a server with options for Java and returns before it listens.
     *
     * @param java the options, such as {@code -Xmx64m}
     * @param work the server's folder, which an earlier server may have used
     * @param config the content of {@code config.json}
     */
    public Gateway serveWith(String java, StartedProcesses started, Path work, String config)
            throws IOException {
        return serve(List.of("env", "CHASQUI_OPTS=" + java), started, work, config);
    }

    /**
     * Starts a server and returns before it listens.
     *
     * @param work the server's folder, which an earlier server may have used
     * @param config the content of {@code config.json}
     * @param options further words of the command line
     */
    public Gateway serve(StartedProcesses started, Path work, String config, String... options)
            throws IOException {
        return serve(List.of(), started, work, config, options);
    }

    private Gateway serve(
            List<String> before,
            StartedProcesses started,
            Path work,
            String config,
            String... options)
            throws IOException {
        Files.createDirectories(work);
        Path file = Files.writeString(work.resolve("config.json"), config);
        int port = FreePort.find();
        List<String> command = new ArrayList<>(before);
        command.addAll(
                List.of(
                        folder.resolve("bin/chasqui").toString(),
                        "serve",
                        "--port=" + port,
                        "--config=" + file,
                        "--data=" + work.resolve("data")));
        command.addAll(List.of(options));
        RunningProcess running = started.start(pinning.bound(command), work);
        return new Gateway(
                Chasqui.NAME, port, Gateway.OPENAI, Gateway.MODEL, Map.of(), Optional.of(running));
    }
}
