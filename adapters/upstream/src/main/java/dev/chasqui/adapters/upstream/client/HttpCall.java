package dev.chasqui.adapters.upstream.client;

import dev.chasqui.adapters.dialects.server.ServerQuestion;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.RequestContent;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A request to a server.
 *
 * @param path below the server's base address
 * @param contentType of the body, where it is said
 * @param body what goes behind the head
 * @param hops the servers of our kind that the request has been through before us
 * @param brief whether a limit counts for a phase in all rather than for each wait in it
 */
public record HttpCall(
        String method,
        String path,
        Optional<String> contentType,
        RequestContent body,
        List<String> hops,
        Timeouts timeouts,
        boolean brief) {
    private static final Optional<String> JSON = Optional.of("application/json");

    /** How long a question may take that needs no model. */
    private static final Timeouts BRIEF =
            new Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofSeconds(5));

    /** A request that a model answers. */
    public static HttpCall chat(String path, byte[] body, List<String> hops, Timeouts timeouts) {
        return new HttpCall("POST", path, JSON, RequestContent.of(body), hops, timeouts, false);
    }

    /** A client's call as it is. */
    public static HttpCall forward(Forward call, List<String> hops, Timeouts timeouts) {
        return new HttpCall(
                call.method(), call.path(), call.contentType(), call.body(), hops, timeouts, false);
    }

    /** A question that the server itself answers. */
    public static HttpCall get(String path) {
        return of(ServerQuestion.get(path));
    }

    /** A question that the server itself answers. */
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
                                        true));
    }

    /** Whether the answer has no body, whatever its headers say. */
    boolean asksForHeadAlone() {
        return method.equals("HEAD");
    }

    /** Whether a server may wait for a body if it is not told that there is none. */
    boolean mayHaveBody() {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }
}
