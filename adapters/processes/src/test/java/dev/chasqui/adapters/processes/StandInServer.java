package dev.chasqui.adapters.processes;

import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A server of a model as bad as they come, started as a process of its own: {@code StandInServer
 * PORT MARK HABIT...}, where a habit is {@code fails}, {@code dies}, {@code hangs}, {@code stays}
 * (when it is asked to end) or {@code forks}.
 */
public final class StandInServer {
    private static final int BAD = 3;

    private StandInServer() {}

    /** Serves, as far as its habits let it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        List<String> habits = List.of(arguments);
        IO.println("starting");
        if (habits.contains("fails")) {
            IO.println("error: CUDA out of memory");
            System.exit(BAD);
        }
        if (habits.contains("forks")) {
            var _ =
                    new ProcessBuilder("sh", "-c", "trap '' TERM; sleep 600 & wait", arguments[1])
                            .start();
        }
        if (habits.contains("stays")) {
            Runtime.getRuntime().addShutdownHook(new Thread(StandInServer::rest));
        }
        if (habits.contains("hangs")) {
            rest();
        }
        HttpServer server =
                HttpServer.create(
                        new InetSocketAddress(
                                InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0])),
                        0);
        byte[] secret =
                String.valueOf(System.getenv("STAND_IN_KEY")).getBytes(StandardCharsets.UTF_8);
        server.createContext(
                "/health",
                exchange -> {
                    exchange.sendResponseHeaders(200, secret.length);
                    exchange.getResponseBody().write(secret);
                    exchange.close();
                });
        server.createContext("/die", _ -> Runtime.getRuntime().halt(BAD));
        server.start();
    }

    private static void rest() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
