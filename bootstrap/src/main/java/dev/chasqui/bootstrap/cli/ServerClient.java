package dev.chasqui.bootstrap.cli;

import dev.chasqui.adapters.dialects.JsonReader;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * A client of the running server; whatever goes wrong becomes one sentence that says what to do.
 *
 * @param url the server, without a path
 * @param key what it is shown as the caller's key
 */
record ServerClient(URI url, Optional<String> key) {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    /**
     * What the server answers to a GET.
     *
     * @throws CommandFailure if there is no server, no leave or no sense in the answer
     * @throws InterruptedException if the waiting thread is interrupted
     */
    Json.Obj get(String path) throws InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER);
        key.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        try (HttpClient client =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECT)
                        .build()) {
            return content(client.send(request.build(), BodyHandlers.ofByteArray()));
        } catch (ConnectException e) {
            throw CommandFailure.failed(
                    "no server answers at "
                            + url
                            + ": start it with `chasqui serve`, or say where it is with --url or"
                            + " CHASQUI_URL.");
        } catch (HttpTimeoutException e) {
            throw CommandFailure.failed(
                    url + path + ": no answer within " + ANSWER.toSeconds() + " s.");
        } catch (IOException e) {
            throw CommandFailure.failed(
                    url + ": that is no Chasqui, or it went away (" + e.getMessage() + ").");
        }
    }

    private Json.Obj content(HttpResponse<byte[]> response) {
        if (response.statusCode() != 200) {
            throw CommandFailure.failed(refusal(response));
        }
        return object(response.body())
                .orElseThrow(
                        () ->
                                CommandFailure.failed(
                                        url + ": that is no Chasqui, it answers without JSON."));
    }

    private String refusal(HttpResponse<byte[]> response) {
        if (response.statusCode() != 401) {
            return response.uri() + " answered " + response.statusCode() + ": " + message(response);
        }
        return key.isEmpty()
                ? url + " wants a key: set CHASQUI_KEY to yours."
                : url + " does not know the key that CHASQUI_KEY holds.";
    }

    /** What an error envelope says. */
    private static String message(HttpResponse<byte[]> response) {
        return object(response.body())
                .flatMap(body -> body.get("error"))
                .filter(Json.Obj.class::isInstance)
                .flatMap(error -> ((Json.Obj) error).text("message"))
                .orElse("that is no Chasqui.");
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
}
