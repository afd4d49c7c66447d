package dev.chasqui.adapters.http;

import dev.chasqui.domain.failure.Failure;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Answers to what never becomes a request: malformed or endless heads, too many connections.
 *
 * <p>Their messages are ours: what Helidon's exceptions say may quote the request or worse.
 */
final class BareAnswers implements DirectHandler {
    private final Surface surface;
    private final RequestIds ids;
    private final String version;

    BareAnswers(Surface surface, RequestIds ids, String version) {
        this.surface = surface;
        this.ids = ids;
        this.version = version;
    }

    /** To one whose request does not come to its end. */
    byte[] requestTimeout() {
        return wire(
                "408 Request Timeout",
                invalid("the request did not arrive in time; send it faster, or at all"));
    }

    /** To one who connects when all others have. */
    byte[] tooManyConnections(int limit) {
        return wire(
                "503 Service Unavailable",
                Answer.failure(
                        surface.codec(),
                        new Failure.Overloaded(
                                "there are " + limit + " connections already, which is the limit",
                                Duration.ofSeconds(1))));
    }

    private byte[] wire(String status, Answer answer) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        answer.headers().forEach((name, value) -> line(head, name, value));
        line(head, "Content-Type", answer.contentType());
        line(head, "Content-Length", Integer.toString(answer.body().length));
        line(head, "Connection", "close");
        line(head, "x-request-id", ids.next());
        line(head, Call.VERSION_HEADER, version);
        head.append("\r\n");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(answer.body());
        return bytes.toByteArray();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    @Override
    public TransportResponse handle(
            TransportRequest request,
            EventType eventType,
            Status defaultStatus,
            ServerResponseHeaders headers,
            String message) {
        Answer answer =
                defaultStatus.code() >= 500 && defaultStatus.code() != 505
                        ? Answer.failure(surface.codec(), new Failure.Internal())
                        : invalid(sentence(defaultStatus.code()));
        headers.set(RequestIds.HEADER, ids.of(request.headers()));
        headers.set(HeaderValues.create(Call.VERSION_HEADER, version));
        headers.set(HeaderNames.CONTENT_TYPE, answer.contentType());
        return TransportResponse.builder()
                .status(defaultStatus)
                .headers(headers)
                .keepAlive(false)
                .entity(answer.body())
                .build();
    }

    private Answer invalid(String message) {
        return Answer.failure(surface.codec(), new Failure.Invalid(Optional.empty(), message));
    }

    private static String sentence(int status) {
        return switch (status) {
            case 414 -> "the path of the request is too long";
            case 431 -> "the headers of the request are too large";
            case 505 -> "this server speaks HTTP/1.1 alone";
            default -> "this is no HTTP/1.1 request that the server understands";
        };
    }
}
