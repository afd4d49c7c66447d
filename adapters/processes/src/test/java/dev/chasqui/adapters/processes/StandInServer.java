package dev.chasqui.adapters.processes;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * A fake server of a model with bad habits, started as a process of its own: {@code StandInServer
 * PORT MARK HABIT...}. It answers {@code /health} with its key, {@code /environment} with all
 * variables it has, and {@code /die} by ending without an answer.
 *
 * <ul>
 *   <li>{@code slow=N}: is ready only at the N-th request
 *   <li>{@code fails}: ends before it is ready, with a reason
 *   <li>{@code bind=FILE}: finds its port in use unless the file exists, which it creates
 *   <li>{@code hangs}: is never ready
 *   <li>{@code drips}: answers a health check one byte at a time and without an end
 *   <li>{@code stays}: does not end when it is asked to
 *   <li>{@code forks}: has a child that does not end when it is asked to
 *   <li>{@code leaves}: has a child in a session of its own, which holds its output open
 *   <li>{@code escapes}: has a child that cannot be found, which holds its output open
 *   <li>{@code chatters=N}: writes N long lines before it is ready
 *   <li>{@code tells}: writes its key
 * </ul>
 */
public final class StandInServer {
    private static final int BAD = 3;

    private StandInServer() {}

    /** Serves in the way of its habits. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        String mark = arguments[1];
        Map<String, String> habits =
                Arrays.stream(arguments)
                        .skip(2)
                        .map(habit -> habit.split("=", 2))
                        .collect(
                                Collectors.toMap(
                                        habit -> habit[0], habit -> habit[habit.length - 1]));
        String key = String.valueOf(System.getenv("STAND_IN_KEY"));
        IO.println("starting");
        if (habits.containsKey("chatters")) {
            int lines = Integer.parseInt(habits.get("chatters"));
            for (int i = 0; i < lines; i++) {
                IO.println(i + " " + "x".repeat(100));
            }
        }
        if (habits.containsKey("tells")) {
            IO.println("my key is " + key + ", keep it");
        }
        if (habits.containsKey("fails")) {
            IO.println("error: CUDA out of memory");
            System.exit(BAD);
        }
        if (habits.containsKey("forks")) {
            run("sh", "-c", "trap '' TERM; sleep 600 & wait", mark);
        }
        if (habits.containsKey("leaves")) {
            run("setsid", "sh", "-c", "trap '' TERM; sleep 600 & wait", mark);
        }
        if (habits.containsKey("escapes")) {
            run("setsid", "env", "-i", "/bin/sh", "-c", "sleep 600; true", mark);
        }
        if (habits.containsKey("stays")) {
            Runtime.getRuntime().addShutdownHook(new Thread(StandInServer::rest));
        }
        if (habits.containsKey("hangs")) {
            rest();
        }
        if (habits.containsKey("drips")) {
            drip(port);
        }
        if (habits.containsKey("bind")) {
            takePortOnce(port, Path.of(habits.get("bind")));
        }
        serve(port, key, Integer.parseInt(habits.getOrDefault("slow", "1")));
    }

    private static void serve(int port, String key, int readyAt) throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        AtomicInteger questions = new AtomicInteger();
        server.createContext(
                "/health",
                exchange -> {
                    boolean ready = questions.incrementAndGet() >= readyAt;
                    answer(exchange, ready ? 200 : 503, key);
                });
        server.createContext(
                "/environment",
                exchange ->
                        answer(
                                exchange,
                                200,
                                System.getenv().entrySet().stream()
                                        .map(one -> one.getKey() + "=" + one.getValue())
                                        .collect(Collectors.joining("\n"))));
        server.createContext("/die", _ -> Runtime.getRuntime().halt(BAD));
        server.start();
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void run(String... command) throws IOException {
        new ProcessBuilder(List.of(command)).inheritIO().start();
    }

    /** The socket stays open, so that the port is in use. */
    @SuppressWarnings("resource")
    private static void takePortOnce(int port, Path file) throws IOException {
        if (!Files.exists(file)) {
            Files.writeString(file, Integer.toString(port));
            new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        }
    }

    private static void drip(int port) throws IOException {
        try (ServerSocket server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress())) {
            while (true) {
                Socket asker = server.accept();
                Thread.ofVirtual().start(() -> drip(asker));
            }
        }
    }

    private static void drip(Socket asker) {
        try (asker) {
            OutputStream out = asker.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
            while (true) {
                out.write('x');
                LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            }
        } catch (IOException e) {
            // The client has left.
        }
    }

    private static void rest() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
