package dev.chasqui.benchmarks.gateways;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Another gateway, controlled only through its script; {@code benchmarks/peers/README.md} describes
 * the commands of a script.
 *
 * @param name the name of the script, and in tables
 * @param script the script's absolute path
 * @param cache the folder of installed peers
 */
public record Peer(String name, Path script, Path cache) {

    /** Thrown if a peer cannot take part. Its message is the sentence that says why. */
    public static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String why) {
            super(why);
        }
    }

    /**
     * Installs the peer, which may take minutes, and returns its version.
     *
     * @throws Missing if it cannot be installed on this machine
     */
    public String install(StartedProcesses started, Path work) throws Missing, IOException {
        run(started, work, "install", cache.toString());
        List<String> lines = run(started, work, "version", cache.toString());
        return lines.isEmpty() ? name : lines.getFirst();
    }

    /**
     * Starts the peer in front of the mock.
     *
     * @param upstream the port of the mock
     * @param work the peer's own folder
     * @throws Missing if the script does not describe the requests that the peer needs
     */
    public Gateway start(StartedProcesses started, Pinning pinning, int upstream, Path work)
            throws Missing, IOException {
        String path = Gateway.OPENAI;
        String model = Gateway.MODEL;
        Map<String, String> headers = new HashMap<>();
        for (String line : run(started, work, "request", Integer.toString(upstream))) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "path" -> path = words[1];
                case "model" -> model = words[1];
                case "header" -> {
                    String[] header = words[1].split(":", 2);
                    headers.put(header[0], header[1].strip());
                }
                default -> throw new Missing(name + ": request says '" + line + "'");
            }
        }
        int port = FreePort.find();
        Path folder = work.resolve("work");
        Files.createDirectories(folder);
        List<String> command =
                command(
                        "serve",
                        cache.toString(),
                        Integer.toString(port),
                        Integer.toString(upstream),
                        folder.toString());
        RunningProcess running = started.start(pinning.bound(command), work);
        return new Gateway(name, port, path, model, Map.copyOf(headers), Optional.of(running));
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        return command;
    }

    /** Runs a command of the script and returns the lines that it prints. */
    private List<String> run(StartedProcesses started, Path work, String... words)
            throws Missing, IOException {
        Path log = work.resolve(words[0] + ".log");
        RunningProcess running = started.start(command(words), work, log);
        try {
            if (running.await() != 0) {
                throw new Missing(running.lastWords());
            }
            return Files.readAllLines(log);
        } finally {
            started.stop(running);
        }
    }
}
