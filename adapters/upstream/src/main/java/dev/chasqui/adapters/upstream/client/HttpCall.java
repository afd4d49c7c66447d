package dev.chasqui.adapters.upstream.client;

import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.RequestContent;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a server. Immutable.
 *
 * @param method the HTTP method
 * @param path the path below the server's base address
 * @param contentType the media type of the body; empty if the request names none
 * @param body the body
 * @param hops the ids of the Chasqui servers that the request has passed before this one
 * @param timeouts the limits of the phases
 * @param headers the headers that replace the server's usual ones of these names
 * @param brief true if a limit counts for a whole phase rather than for each wait in it
 */
public record HttpCall(
        String method,
        String path,
        Optional<String> contentType,
        RequestContent body,
        List<String> hops,
        Timeouts timeouts,
        Map<String, String> headers,
        boolean brief) {
    private static final Optional<String> JSON = Optional.of("application/json");

    /** The limits for a question that needs no model. */
    private static final Timeouts BRIEF =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

    /** Returns a request that a model answers. */
    public static HttpCall chat(String path, byte[] body, List<String> hops, Timeouts timeouts) {
        return new HttpCall(
                "POST", path, JSON, RequestContent.of(body), hops, timeouts, Map.of(), false);
    }

    /** Returns a client's call, unchanged. */
    public static HttpCall forward(Forward call, List<String> hops, Timeouts timeouts) {
        return new HttpCall(
                call.method(),
                call.path(),
                call.contentType(),
                call.body(),
                hops,
                timeouts,
                Map.of(),
                false);
    }

    /** Returns a GET that the server answers without a model. */
    public static HttpCall get(String path) {
        return of(ServerQuestion.get(path));
    }

    /** Returns a question that the server answers without a model. */
    public static HttpCall of(ServerQuestion question) {
        Timeouts timeouts =
                question.limit().map(limit -> new Timeouts(limit, limit, limit)).orElse(BRIEF);
        return question.body()
                .map(
                        body ->
                                new HttpCall(
                                        "POST",
                                        question.path(),
                                        JSON,
                                        RequestContent.of(body.toBytes()),
                                        List.of(),
                                        timeouts,
                                        Map.of(),
                                        true))
                .orElseGet(
                        () ->
                                new HttpCall(
                                        "GET",
                                        question.path(),
                                        Optional.empty(),
                                        RequestContent.none(),
                                        List.of(),
                                        timeouts,
                                        Map.of(),
                                        true));
    }

    /** Returns this call with headers of its own. */
    public HttpCall with(Map<String, String> ownHeaders) {
        return new HttpCall(method, path, contentType, body, hops, timeouts, ownHeaders, brief);
    }

    /** Returns this call with another body. */
    public HttpCall with(RequestContent other) {
        return new HttpCall(method, path, contentType, other, hops, timeouts, headers, brief);
    }

    /** Returns true if the answer has no body, whatever its headers claim. */
    boolean isHead() {
        return method.equals("HEAD");
    }

    /**
     * Returns true if a server may wait for a body unless a header announces that there is none.
     */
    boolean mayHaveBody() {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }
}
