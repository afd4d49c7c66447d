package dev.chasqui.cli.client;

import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A client of the running server. Every failure becomes one sentence with a remedy. Thread-safe.
 */
public final class ServerClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * The timeout of an upload: a large document is read, split and indexed before the server
     * answers.
     */
    private static final Duration UPLOAD = Duration.ofMinutes(10);

    /** The timeout of an answer for which the server reads or makes much before it sends it. */
    private static final Duration PREPARATION = Duration.ofMinutes(30);

    private static final int MOST_LINES_OF_ERROR = 100;
    private static final int MOST_BYTES_OF_ERROR = 64 * 1024;
    private static final int PIECE = 64 * 1024;

    private final URI url;
    private final Optional<String> key;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    /**
     * @param url the server's address without a path
     * @param key the key to send, if there is one
     */
    public ServerClient(URI url, Optional<String> key) {
        this.url = url;
        this.key = key;
    }

    /**
     * Sends a GET and returns the answer.
     *
     * @param path the path with its query, encoded
     * @throws CommandFailure if there is no server, or it refuses the request, or its answer is no
     *     JSON object
     * @throws InterruptedException if the waiting thread is interrupted
     */
    public Json.Obj get(String path) throws InterruptedException {
        return content(to(path).timeout(ANSWER));
    }

    /** Sends a GET whose answer takes the server long, as {@link #get} does. */
    public Json.Obj getSlowly(String path) throws InterruptedException {
        return content(to(path).timeout(PREPARATION));
    }

    /**
     * Sends a GET and passes on each line of the answer as soon as it arrives. Throws as {@link
     * #get} does.
     *
     * @param path the path with its query, encoded
     * @param endless true if the answer may go on for ever, so that no timeout applies
     * @param taker takes each line, on the calling thread
     */
    public void lines(String path, boolean endless, Consumer<String> taker)
            throws InterruptedException {
        HttpRequest.Builder request = endless ? to(path) : to(path).timeout(ANSWER);
        HttpResponse<InputStream> response = send(request.build(), BodyHandlers.ofInputStream());
        try (BufferedReader text =
                new BufferedReader(
                        new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            if (response.statusCode() / 100 != 2) {
                byte[] words =
                        text.lines()
                                .limit(MOST_LINES_OF_ERROR)
                                .collect(Collectors.joining("\n"))
                                .getBytes(StandardCharsets.UTF_8);
                throw CommandFailure.failed(refusal(response, words));
            }
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                taker.accept(line);
            }
        } catch (IOException | UncheckedIOException e) {
            throw connectionLost(e);
        }
    }

    /** Sends a DELETE and returns the answer; throws as {@link #get} does. */
    public Json.Obj delete(String path) throws InterruptedException {
        return content(to(path).timeout(ANSWER).DELETE());
    }

    /**
     * Sends a request with an object and returns the answer; throws as {@link #get} does.
     *
     * @param method the method, such as PATCH
     */
    public Json.Obj send(String method, String path, Json.Obj body) throws InterruptedException {
        return content(
                to(path).timeout(ANSWER)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofByteArray(body.toBytes())));
    }

    /**
     * Sends a POST with the timeout of an upload and returns the answer; throws as {@link #get}
     * does.
     */
    public Json.Obj post(String path, String contentType, BodyPublisher body)
            throws InterruptedException {
        return post(path, contentType, body, UPLOAD);
    }

    /**
     * Sends a POST and returns the answer; throws as {@link #get} does.
     *
     * @param patience the timeout of the answer
     */
    public Json.Obj post(String path, String contentType, BodyPublisher body, Duration patience)
            throws InterruptedException {
        return content(to(path).timeout(patience).header("Content-Type", contentType).POST(body));
    }

    /**
     * Sends a POST without a body and returns the answer. A 400 whose body has the given member is
     * returned too, so that the caller can use more of it than its message. Throws as {@link #get}
     * does.
     */
    public Json.Obj postExpecting(String member, String path) throws InterruptedException {
        HttpResponse<byte[]> response =
                send(
                        to(path).timeout(UPLOAD).POST(BodyPublishers.noBody()).build(),
                        BodyHandlers.ofByteArray());
        Optional<Json.Obj> known =
                response.statusCode() == 400
                        ? object(response.body()).filter(body -> body.get(member).isPresent())
                        : Optional.empty();
        return known.isPresent() ? known.get() : content(response);
    }

    /**
     * Sends a POST without a body, and writes the answer to a stream as it comes; throws as {@link
     * #get} does.
     *
     * @throws UncheckedIOException if the stream cannot be written
     */
    public void download(String path, OutputStream to) throws InterruptedException {
        download("POST", path, to);
    }

    /**
     * Sends a request without a body, and writes the answer to a stream as it comes; throws as
     * {@link #get} does.
     *
     * @throws UncheckedIOException if the stream cannot be written
     */
    public void download(String method, String path, OutputStream to) throws InterruptedException {
        HttpResponse<InputStream> response =
                send(
                        to(path).timeout(PREPARATION)
                                .method(method, BodyPublishers.noBody())
                                .build(),
                        BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            if (response.statusCode() / 100 != 2) {
                throw CommandFailure.failed(
                        refusal(response, body.readNBytes(MOST_BYTES_OF_ERROR)));
            }
            byte[] buffer = new byte[PIECE];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                write(to, buffer, read);
            }
        } catch (IOException e) {
            throw connectionLost(e);
        }
    }

    /** Keeps failures of a file apart from those of the connection. */
    private static void write(OutputStream to, byte[] bytes, int length) {
        try {
            to.write(bytes, 0, length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Encodes a text as a value in a query or as a segment of a path. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpRequest.Builder to(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path));
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        return request;
    }

    private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws InterruptedException {
        try {
            return client.send(request, handler);
        } catch (ConnectException e) {
            throw CommandFailure.unreachable(unreachableAt(url.toString()));
        } catch (HttpTimeoutException e) {
            throw CommandFailure.failed(
                    request.uri()
                            + ": no answer within "
                            + request.timeout().orElse(ANSWER).toSeconds()
                            + " s.");
        } catch (IOException e) {
            throw connectionLost(e);
        }
    }

    private CommandFailure connectionLost(Exception e) {
        return CommandFailure.unreachable(
                url + ": that is no Chasqui, or it went away (" + e.getMessage() + ").");
    }

    /** Returns the sentence for an address where no server answers. */
    public static String unreachableAt(String url) {
        return "no server answers at "
                + url
                + ": start it with `chasqui serve`, or give its address with --url or CHASQUI_URL.";
    }

    private Json.Obj content(HttpRequest.Builder request) throws InterruptedException {
        return content(send(request.build(), BodyHandlers.ofByteArray()));
    }

    private Json.Obj content(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 != 2) {
            throw CommandFailure.failed(refusal(response, response.body()));
        }
        return object(response.body())
                .orElseThrow(
                        () ->
                                CommandFailure.failed(
                                        url + ": that is no Chasqui, it answers without JSON."));
    }

    private String refusal(HttpResponse<?> response, byte[] body) {
        if (response.statusCode() != 401) {
            return message(body)
                    .orElseGet(
                            () ->
                                    response.uri()
                                            + " answered "
                                            + response.statusCode()
                                            + ": that is no Chasqui.");
        }
        return message(body)
                .filter(why -> key.isPresent() && why.contains("not accepted"))
                .map(why -> url + " does not accept the key that CHASQUI_KEY holds: " + why)
                .orElseGet(() -> keyRefused(url.toString(), key.isPresent()));
    }

    /** Returns the sentence for an answer with the status 401. */
    static String keyRefused(String url, boolean keySent) {
        return keySent
                ? url + " does not know the key that CHASQUI_KEY holds."
                : url + " wants a key: set CHASQUI_KEY to yours.";
    }

    /** Returns the message of an error envelope. */
    static Optional<String> message(byte[] body) {
        return object(body)
                .flatMap(envelope -> envelope.get("error"))
                .filter(Json.Obj.class::isInstance)
                .flatMap(error -> ((Json.Obj) error).text("message"));
    }

    private static Optional<Json.Obj> object(byte[] body) {
        try {
            return JsonReader.read(body) instanceof Json.Obj object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (FailureException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
