package dev.chasqui.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A program that behaves like llama.cpp's server, as far as the pool can tell. It runs as a process
 * of its own. It takes that server's arguments, and these:
 *
 * <ul>
 *   <li>{@code --load-time MS}: the time during which it answers 503 before it is ready
 *   <li>{@code --answer-time MS}: the time that an answer takes
 *   <li>{@code --fail TEXT}: it prints the text and ends instead of loading
 *   <li>{@code --count FILE}: at its start it appends a line with its process id to the file
 *   <li>{@code --die-once FILE}: unless the file exists, it makes the file and dies at its first
 *       request
 * </ul>
 *
 * <p>It answers with {@code I am ALIAS, process PID.} If the request contains {@code [[die]]} it
 * dies; if it contains {@code [[endless]]} it streams without end; if it contains {@code [[grow]]}
 * it takes 300 MiB more of memory from then on.
 */
public final class StandInLlama {
    private static final int OK = 200;
    private static final int LOADING = 503;
    private static final int UNAUTHORIZED = 401;
    private static final int GROWTH = 300 << 20;

    private final Map<String, String> arguments = new HashMap<>();
    private final String key = String.valueOf(System.getenv("LLAMA_API_KEY"));
    private final long startedAt = System.nanoTime();

    /** The memory that {@code [[grow]]} takes; never read. */
    private volatile byte[] ballast = {};

    private StandInLlama(List<String> words) {
        for (int i = 0; i + 1 < words.size(); i += 2) {
            arguments.put(words.get(i), words.get(i + 1));
        }
    }

    /** Loads and serves until the process is ended. */
    public static void main(String[] words) throws IOException {
        new StandInLlama(List.of(words)).run();
    }

    /**
     * Writes a script that starts the program, for {@code pool.server}.
     *
     * @param folder the folder of the script
     */
    public static Path script(Path folder) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes =
                Path.of(
                                StandInLlama.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .getPath())
                        .toString();
        String script =
                """
                #!/bin/sh
                exec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx512m -cp '%s' %s "$@"
                """
                        .formatted(java, classes, StandInLlama.class.getName());
        try {
            Path file = Files.writeString(folder.resolve("llama-server"), script);
            if (!file.toFile().setExecutable(true)) {
                throw new IllegalStateException(file + " cannot be made executable");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() throws IOException {
        if (arguments.containsKey("--count")) {
            Files.writeString(
                    Path.of(arguments.get("--count")),
                    ProcessHandle.current().pid() + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
        if (arguments.containsKey("--fail")) {
            IO.println(arguments.get("--fail"));
            System.exit(1);
        }
        InetSocketAddress address =
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(),
                        Integer.parseInt(arguments.get("--port")));
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/health", this::health);
        server.createContext("/", this::answer);
        server.start();
        IO.println("listening");
    }

    private boolean loaded() {
        return System.nanoTime() - startedAt > time("--load-time").toNanos();
    }

    private Duration time(String argument) {
        return Duration.ofMillis(Long.parseLong(arguments.getOrDefault(argument, "0")));
    }

    private void health(HttpExchange exchange) throws IOException {
        send(exchange, loaded() ? OK : LOADING, "application/json", "{}");
    }

    private void answer(HttpExchange exchange) throws IOException {
        String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (asked.contains("[[die]]") || diesNow()) {
            Runtime.getRuntime().halt(1);
        }
        if (!("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            send(exchange, UNAUTHORIZED, "application/json", "{\"error\":{\"message\":\"key\"}}");
            return;
        }
        if (asked.contains("[[grow]]")) {
            ballast = new byte[GROWTH];
            Arrays.fill(ballast, (byte) 1);
        }
        rest(time("--answer-time"));
        String text =
                "I am %s, process %d."
                        .formatted(arguments.get("--alias"), ProcessHandle.current().pid());
        if (!asked.contains("\"stream\":true")) {
            send(exchange, OK, "application/json", whole(text));
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(OK, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            while (asked.contains("[[endless]]")) {
                out.write(chunk("{\"content\":\"" + text + "\"}", "null"));
            }
            out.write(chunk("{\"role\":\"assistant\",\"content\":\"" + text + "\"}", "null"));
            out.write(chunk("{}", "\"stop\""));
            out.write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        }
    }

    private boolean diesNow() throws IOException {
        String file = arguments.get("--die-once");
        if (file == null || Files.exists(Path.of(file))) {
            return false;
        }
        Files.createFile(Path.of(file));
        return true;
    }

    private String whole(String text) {
        return """
        {"id":"c","object":"chat.completion","created":1,"model":"%s","choices":[{"index":0,\
        "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],\
        "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
        """
                .formatted(arguments.get("--alias"), text);
    }

    private static byte[] chunk(String delta, String finish) {
        return """
        data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m",\
        "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

        """
                .formatted(delta, finish)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static void rest(Duration time) {
        try {
            var _ = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String body)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
