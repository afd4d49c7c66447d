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
 * Another gateway, known by its script alone; {@code benchmarks/peers/README.md} says what that
 * answers.
 *
 * @param name of the script and in the tables
 * @param script absolute path of it
 * @param cache folder where what is installed stays
 */
public record Peer(String name, Path script, Path cache) {

    /** A peer that cannot take part, and the sentence that says why. */
    public static final class Missing extends Exception {
        private static final long serialVersionUID = 1;

        Missing(String why) {
            super(why);
        }
    }

    /**
     * Installs it, which may take minutes, and tells its version.
     *
     * @throws Missing if it cannot be had on this machine
     */
    public String install(Started started, Path work) throws Missing, IOException {
        say(started, work, "install", cache.toString());
        List<String> lines = say(started, work, "version", cache.toString());
        return lines.isEmpty() ? name : lines.getFirst();
    }

    /**
     * Starts it before the mock.
     *
     * @param work a folder of its own
     * @throws Missing if it does not tell how it wants to be asked
     */
    public Gateway start(Started started, Pinning pinning, int upstream, Path work)
            throws Missing, IOException {
        String path = Gateway.OPENAI;
        String model = Gateway.MODEL;
        Map<String, String> headers = new HashMap<>();
        for (String line : say(started, work, "request", Integer.toString(upstream))) {
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
        Running running = started.start(pinning.on(command), work);
        return new Gateway(name, port, path, model, Map.copyOf(headers), Optional.of(running));
    }

    private List<String> command(String... words) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(words));
        return command;
    }

    /** The lines that the script prints for a command. */
    private List<String> say(Started started, Path work, String... words)
            throws Missing, IOException {
        Path log = work.resolve(words[0] + ".log");
        Running running = started.start(command(words), work, log);
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
