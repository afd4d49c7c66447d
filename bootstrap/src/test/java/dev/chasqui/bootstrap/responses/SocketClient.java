package dev.chasqui.bootstrap.responses;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client of the Responses API on a WebSocket. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    /**
     * Opens a WebSocket.
     *
     * @param headers names and values, one after the other
     * @throws IOException if the server refuses; its status is the message
     */
    SocketClient(int port, String... headers) throws IOException {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        try {
            socket =
                    builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/responses"), this)
                            .join();
        } catch (CompletionException e) {
            http.close();
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                throw new IOException(
                        Integer.toString(refused.getResponse().statusCode()), refused);
            }
            throw e;
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer message) {
        pongs.add(StandardCharsets.UTF_8.decode(message).toString());
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int statusCode, String reason) {
        closed.complete(statusCode);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.completeExceptionally(error);
    }

    void send(String text) {
        var _ = socket.sendText(text, true).join();
    }

    void sendBytes(String bytes) {
        var _ =
                socket.sendBinary(ByteBuffer.wrap(bytes.getBytes(StandardCharsets.UTF_8)), true)
                        .join();
    }

    /** Sends a ping, and returns the payload of the pong. */
    String ping(String payload) throws InterruptedException {
        var _ = socket.sendPing(ByteBuffer.wrap(payload.getBytes(StandardCharsets.UTF_8))).join();
        return next(pongs);
    }

    /** Returns the next message. */
    Json.Obj next() throws InterruptedException {
        return (Json.Obj) JsonReader.read(next(messages).getBytes(StandardCharsets.UTF_8));
    }

    private static String next(BlockingQueue<String> from) throws InterruptedException {
        String text = from.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (text == null) {
            throw new AssertionError("nothing came");
        }
        return text;
    }

    /** Returns the messages up to the end of a response, or an error. */
    List<Json.Obj> response() throws InterruptedException {
        List<Json.Obj> events = new ArrayList<>();
        while (true) {
            Json.Obj event = next();
            events.add(event);
            switch (event.text("type").orElse("")) {
                case "response.completed", "response.incomplete", "response.failed", "error" -> {
                    return events;
                }
                default -> {}
            }
        }
    }

    /** Sends a request and returns its last event. */
    Json.Obj ask(String text) throws InterruptedException {
        send(text);
        return response().getLast();
    }

    /** Waits for the end, and returns the status of the close frame. */
    int awaitClose() {
        return closed.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Leaves without a word. */
    void leave() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
