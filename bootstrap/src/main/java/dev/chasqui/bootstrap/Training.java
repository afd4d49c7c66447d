package dev.chasqui.bootstrap;

import dev.chasqui.bootstrap.check.StartCheck;
import dev.chasqui.bootstrap.trial.AgentTrial;
import dev.chasqui.cli.Cli;
import dev.chasqui.cli.command.Shell;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The program that {@code bin/make-cache} lets the JVM record: a whole start from the command line,
 * then requests of clients, then the end. The JVM records which classes were loaded and which
 * methods were hot.
 *
 * <p>It works in the current folder, which is its own, and needs nothing but free ports of
 * loopback: the only backend is a {@link TrainingBackend}.
 */
final class Training {
    /**
     * The longest time of a training. It takes some ten seconds, more beside others; one that hangs
     * ends without a cache.
     */
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    /**
     * The number of rounds: enough for the JVM to profile calls and types in hot methods. 10
     * suffice for a quick start, but then a fresh server takes half as long again to the first
     * token of a stream, for minutes. More than this gains little there, and compiles so much at
     * once that the start is slower.
     */
    private static final int ROUNDS = 100;

    private static final List<String> PATHS = List.of("/v1/chat/completions", "/api/chat");
    private static final List<String> MODELS = List.of("one", "two");
    private static final List<String> TEXTS = List.of("Good day!", "/parallel(2) Good day!");

    private Training() {}

    /**
     * Trains, and ends the process: with 0 if the recording is to be kept.
     *
     * @throws IOException as {@link #run} does
     */
    public static void main(String[] arguments) throws IOException {
        // Without it each piece waits for the acknowledgement of the one before, 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Thread.ofPlatform().daemon().start(Training::haltAtDeadline);
        int exitCode = run(Path.of(""), ROUNDS, System.out);
        if (exitCode != 0) {
            // An exit would make the JVM keep the recording.
            Runtime.getRuntime().halt(exitCode);
        }
        System.exit(0);
    }

    /**
     * Runs one training.
     *
     * @param folder an empty folder, for the config, the data and the log
     * @param rounds the number of times that each question is asked
     * @param out the stream for the server's report
     * @return the exit code of the server
     * @throws IOException if the config cannot be written, or no port can be used
     */
    static int run(Path folder, int rounds, PrintStream out) throws IOException {
        try (TrainingBackend backend = TrainingBackend.start()) {
            Path config = folder.resolve("config.json");
            Files.writeString(config, config(backend.url()));
            Shell shell = new Shell(Map.of(), System.in, Shell.ofProcess().terminal());
            Map<String, String> environment =
                    Map.of(
                            "CHASQUI_LOG_TO",
                            "file",
                            "CHASQUI_LOG_FILE",
                            folder.resolve("chasqui.log").toString());
            Serve serve = new Serve(environment, out, server -> ask(server.port(), rounds));
            return new Cli(shell, serve, StartCheck::all, new AgentTrial(environment))
                    .run(
                            "serve",
                            "--config",
                            config.toString(),
                            "--port",
                            "0",
                            "--data",
                            folder.resolve("data").toString());
        }
    }

    private static String config(String url) {
        return """
        {"backends": [
            {"name": "one", "type": "openai", "url": "%1$s"},
            {"name": "two", "type": "ollama", "url": "%1$s"}]}
        """
                .formatted(url);
    }

    private static void ask(int port, int rounds) throws InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int round = 0; round < rounds; round++) {
                for (String path : PATHS) {
                    for (String model : MODELS) {
                        for (String text : TEXTS) {
                            ask(client, port, path, body(model, text, false));
                            ask(client, port, path, body(model, text, true));
                        }
                    }
                }
            }
        }
    }

    private static String body(String model, String text, boolean stream) {
        return """
        {"model": "%s", "stream": %s, "messages": [{"role": "user", "content": "%s"}]}\
        """
                .formatted(model, stream, text);
    }

    private static void ask(HttpClient client, int port, String path, String body)
            throws InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        try {
            HttpResponse<String> answer =
                    client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException(path + " of " + body + ": " + answer.body());
            }
        } catch (IOException e) {
            throw new IllegalStateException(path + " of " + body + ": no answer", e);
        }
    }

    private static void haltAtDeadline() {
        try {
            Thread.sleep(DEADLINE);
            Runtime.getRuntime().halt(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
