package dev.chasqui.adapters.llamacpp;

import dev.chasqui.adapters.processes.ConversationKeeper;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The calls to llama-server about its slots, which share one deadline. Closing it ends its
 * connections.
 */
final class SlotCalls implements AutoCloseable {
    private static final int OK = 200;
    private static final int MOST_BYTES = 4 << 20;

    private final ConversationKeeper.RunningServer server;
    private final long end;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .executor(Thread::startVirtualThread)
                    .build();

    SlotCalls(ConversationKeeper.RunningServer server, Duration patience) {
        this.server = server;
        this.end = System.nanoTime() + patience.toNanos();
    }

    /** The server's refusal of a call. */
    static final class Refused extends IOException {
        private static final long serialVersionUID = 1;

        private Refused(int status) {
            super("the server answered with status " + status);
        }
    }

    /** Returns the server's slots. */
    List<Json.Obj> slots() throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request("/slots").GET().build());
        if (answer.statusCode() != OK) {
            throw new Refused(answer.statusCode());
        }
        return JsonReader.read(answer.body()) instanceof Json.Arr all
                ? all.items().stream()
                        .filter(Json.Obj.class::isInstance)
                        .map(Json.Obj.class::cast)
                        .toList()
                : List.of();
    }

    /**
     * Makes the server save a slot to a file in its folder, or restore the slot from it.
     *
     * @param action {@code save} or {@code restore}
     * @return the server's answer; empty if it refuses
     */
    Optional<Json.Obj> act(String slot, String action, String file)
            throws IOException, InterruptedException {
        String body = Json.Obj.EMPTY.with("filename", Json.of(file)).toString();
        HttpResponse<byte[]> answer =
                send(
                        request("/slots/" + slot + "?action=" + action)
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build());
        return answer.statusCode() == OK && JsonReader.read(answer.body()) instanceof Json.Obj said
                ? Optional.of(said)
                : Optional.empty();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer " + server.key());
    }

    /**
     * Sends a request. The wait for the whole answer is limited here, since the request's own
     * timeout covers only the head.
     */
    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(
                                HttpResponse.BodyHandlers.ofByteArray(), MOST_BYTES));
        try {
            return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new SocketTimeoutException("it took too long");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException why ? why : new IOException(e);
        } finally {
            answer.cancel(true);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
