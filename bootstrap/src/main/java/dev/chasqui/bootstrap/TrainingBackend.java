package dev.chasqui.bootstrap;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/**
 * A backend in this process that speaks both dialects and always gives the same answer, for use in
 * a {@link Training}. It listens on a free port of loopback.
 */
final class TrainingBackend implements AutoCloseable {
    private static final String JSON = "application/json";

    /**
     * The number of pieces of a stream: more than a server reads before it treats a reply as a long
     * one.
     */
    private static final int PIECES = 8;

    private final HttpServer server;

    private TrainingBackend(HttpServer server) {
        this.server = server;
    }

    /**
     * Starts a backend.
     *
     * @throws IOException if it cannot listen on a port
     */
    static TrainingBackend start() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        always(server, "/v1/models", "{\"data\":[{\"id\":\"one\",\"object\":\"model\"}]}");
        always(server, "/api/tags", "{\"models\":[{\"name\":\"two\",\"model\":\"two\"}]}");
        chat(
                server,
                "/v1/chat/completions",
                """
                {"id":"1","object":"chat.completion","created":1,"model":"one","choices":[{"index":0,\
                "message":{"role":"assistant","content":"Good day."},"finish_reason":"stop"}],\
                "usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}\
                """,
                "text/event-stream",
                """
                data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"one",\
                "choices":[{"index":0,"delta":{"content":"Good day. "}}]}

                """,
                """
                data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"one",\
                "choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                data: [DONE]

                """);
        chat(
                server,
                "/api/chat",
                """
                {"model":"two","created_at":"2026-01-01T00:00:00Z",\
                "message":{"role":"assistant","content":"Good day."},"done":true,\
                "done_reason":"stop","prompt_eval_count":5,"eval_count":3}\
                """,
                "application/x-ndjson",
                """
                {"model":"two","created_at":"2026-01-01T00:00:00Z",\
                "message":{"role":"assistant","content":"Good day. "},"done":false}
                """,
                """
                {"model":"two","created_at":"2026-01-01T00:00:00Z",\
                "message":{"role":"assistant","content":""},"done":true,\
                "done_reason":"stop","prompt_eval_count":5,"eval_count":3}
                """);
        server.start();
        return new TrainingBackend(server);
    }

    /** Returns its address without a path. */
    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private static void always(HttpServer server, String path, String answer) {
        server.createContext(path, exchange -> send(exchange, JSON, answer));
    }

    private static void chat(
            HttpServer server,
            String path,
            String whole,
            String streamType,
            String piece,
            String last) {
        server.createContext(
                path,
                exchange -> {
                    if (isStreamed(exchange)) {
                        stream(exchange, streamType, piece, last);
                    } else {
                        send(exchange, JSON, whole);
                    }
                });
    }

    /** Both dialects have the same flag for a stream; here a missing one means false. */
    private static boolean isStreamed(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        return body.replace(" ", "").contains("\"stream\":true");
    }

    private static void send(HttpExchange exchange, String type, String answer) throws IOException {
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Sends each piece as a chunk of its own, as a model does that generates it. */
    private static void stream(HttpExchange exchange, String type, String piece, String last)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            for (int i = 0; i < PIECES; i++) {
                out.write(piece.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
            out.write(last.getBytes(StandardCharsets.UTF_8));
        }
    }
}
