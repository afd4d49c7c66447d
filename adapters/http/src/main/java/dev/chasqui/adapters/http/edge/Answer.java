package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer that is sent as a whole. */
public record Answer(int status, String contentType, byte[] body, Map<String, String> headers) {
    public static final String JSON = "application/json";
    public static final String TEXT = "text/plain; charset=utf-8";

    public Answer(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    public static Answer json(Json body) {
        return json(body.toBytes());
    }

    public static Answer json(byte[] body) {
        return new Answer(200, JSON, body);
    }

    public static Answer text(int status, String text) {
        return new Answer(status, TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A failure in the form of a dialect. */
    static Answer failure(ErrorStyle style, Failure failure) {
        Answer answer = new Answer(style.status(failure), JSON, style.body(failure));
        if (failure instanceof Failure.Unauthenticated) {
            return answer.with("WWW-Authenticate", "Bearer");
        }
        if (failure instanceof Failure.UnknownCoding coding) {
            return answer.with("Accept-Encoding", coding.accepted());
        }
        return failure.retryDelay()
                .map(after -> answer.with("Retry-After", Long.toString(wholeSeconds(after))))
                .orElse(answer);
    }

    private static long wholeSeconds(Duration duration) {
        return Math.max(1, duration.plusMillis(999).toSeconds());
    }

    public Answer withStatus(int status) {
        return new Answer(status, contentType, body, headers);
    }

    Answer with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, contentType, body, more);
    }
}
