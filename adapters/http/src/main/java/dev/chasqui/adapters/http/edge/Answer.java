package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.RateLimited;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An HTTP answer that is sent as a whole. */
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    /** The content type of JSON. */
    public static final String JSON = "application/json";

    /** The content type of plain text. */
    public static final String TEXT = "text/plain; charset=utf-8";

    /** Creates an answer without further headers. */
    public Answer(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    /** Returns an answer with the status 200. */
    public static Answer json(Json body) {
        return json(body.toBytes());
    }

    /** Returns an answer with the status 200. */
    public static Answer json(byte[] body) {
        return new Answer(200, JSON, body);
    }

    /** Returns an answer of plain text. */
    public static Answer text(int status, String text) {
        return new Answer(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the answer to a failed request, in the form of a dialect. */
    static Answer failure(ErrorStyle style, Failure failure) {
        return failure(style, failure, style.body(failure));
    }

    /** The failure of the request with this id in the form of a dialect. */
    static Answer failure(ErrorStyle style, Failure failure, String requestId) {
        return failure(style, failure, style.body(failure, requestId));
    }

    private static Answer failure(ErrorStyle style, Failure failure, byte[] body) {
        Answer answer = new Answer(style.status(failure), JSON, body);
        if (failure instanceof Failure.Unauthenticated) {
            return answer.with("WWW-Authenticate", "Bearer");
        }
        if (failure instanceof Failure.UnknownCoding coding) {
            return answer.with("Accept-Encoding", coding.accepted());
        }
        Answer told =
                failure.retryDelay()
                        .map(
                                after ->
                                        answer.with(
                                                "Retry-After", Long.toString(wholeSeconds(after))))
                        .orElse(answer);
        return failure instanceof RateLimited(String _, Duration after)
                ? told.with("retry-after-ms", Long.toString(wholeMillis(after)))
                : told;
    }

    private static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999_999).toSeconds());
    }

    private static long wholeMillis(Duration duration) {
        return Math.max(1, duration.plusNanos(999_999).toMillis());
    }

    /** Returns the same answer with another status. */
    public Answer withStatus(int status) {
        return new Answer(status, contentType, body, headers);
    }

    /** Returns the same answer with one more header. */
    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, body, more);
    }
}
