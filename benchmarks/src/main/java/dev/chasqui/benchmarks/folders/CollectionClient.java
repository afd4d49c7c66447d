package dev.chasqui.benchmarks.folders;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.PollPause;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A client of a server's collections and of its {@code /rag}. For one thread. */
final class CollectionClient implements AutoCloseable {
    static final String MODEL = "chasqui-extract";

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration PER_REQUEST = Duration.ofMinutes(2);
    private static final String BOUNDARY = "chasqui-benchmarks";
    private static final int OK = 200;
    private static final int SUCCESS = 2;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    CollectionClient(int port) {
        this.port = port;
    }

    /**
     * Waits until the server answers.
     *
     * @throws IOException if it does not within ten minutes
     */
    void awaitServer() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                if (send(get("/health/ready")).statusCode() == OK) {
                    return;
                }
            } catch (ConnectException notYet) {
                // The server is starting.
            }
            pause(deadline, "the server does not start");
        }
    }

    /**
     * Adds a file to a collection.
     *
     * @throws IOException if the server refuses it
     */
    void add(String collection, String name, Path file) throws IOException, InterruptedException {
        HttpRequest request =
                request("/admin/collections/" + collection + "/documents")
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(BodyPublishers.ofByteArray(form(name, Files.readAllBytes(file))))
                        .build();
        accepted(send(request));
    }

    private static byte[] form(String name, byte[] content) {
        String head =
                """
                --%1$s
                Content-Disposition: form-data; name="name"

                %2$s
                --%1$s
                Content-Disposition: form-data; name="file"; filename="file"
                Content-Type: %3$s

                """
                        .formatted(BOUNDARY, name, contentType(name))
                        .replace("\n", "\r\n");
        ByteArrayOutputStream form = new ByteArrayOutputStream();
        form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(content);
        form.writeBytes(("\r\n--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }

    private static String contentType(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "html" -> "text/html";
            case "md" -> "text/markdown";
            case "eml" -> "message/rfc822";
            default -> "text/plain";
        };
    }

    /**
     * Waits until each passage of a collection has its vector, if the server makes vectors.
     *
     * @throws IOException if that takes more than ten minutes
     */
    void awaitVectors(String collection) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Json.Obj vectors =
                    accepted(send(get("/admin/collections/" + collection))).object("vectors");
            if (vectors.get("done").equals(vectors.get("passages"))) {
                return;
            }
            pause(deadline, "the vectors of " + collection + " are not complete");
        }
    }

    /**
     * Asks a question about a collection.
     *
     * @throws IOException if the server does not answer
     */
    Reply ask(String collection, String question) throws IOException, InterruptedException {
        Json.Obj message =
                Json.Obj.EMPTY
                        .with("role", Json.of("user"))
                        .with(
                                "content",
                                Json.of("/rag(collection=" + collection + ") " + question));
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("model", Json.of(MODEL))
                        .with("messages", new Json.Arr(List.of(message)));
        HttpRequest request =
                request("/v1/chat/completions")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body.toBytes()))
                        .build();
        return Reply.of(accepted(send(request)));
    }

    private static Json.Obj accepted(HttpResponse<byte[]> answer) throws IOException {
        if (answer.statusCode() / 100 == SUCCESS
                && JsonReader.read(answer.body()) instanceof Json.Obj members) {
            return members;
        }
        throw new IOException(
                answer.request().uri()
                        + ": "
                        + answer.statusCode()
                        + " "
                        + new String(answer.body(), StandardCharsets.UTF_8));
    }

    private HttpResponse<byte[]> send(HttpRequest request)
            throws IOException, InterruptedException {
        return client.send(request, BodyHandlers.ofByteArray());
    }

    private HttpRequest get(String path) {
        return request(path).build();
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PER_REQUEST);
    }

    private static void pause(long deadline, String otherwise) throws IOException {
        if (System.nanoTime() > deadline) {
            throw new IOException(otherwise);
        }
        PollPause.take();
    }

    @Override
    public void close() {
        client.close();
    }
}
