package dev.chasqui.adapters.http.edge;

import dev.chasqui.adapters.http.connection.ConnectionAnswers;
import dev.chasqui.domain.failure.Failure;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;

import java.io.ByteArrayOutputStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The answers to connections without a valid request: a malformed or oversized head, a request that
 * does not arrive, or a connection above the limit.
 *
 * <p>The messages are our own, since those of Helidon's exceptions may quote the request or
 * internal details. Safe for use by several threads.
 */
public final class ConnectionErrorAnswers implements DirectHandler, ConnectionAnswers {
    private static final System.Logger LOG =
            System.getLogger(ConnectionErrorAnswers.class.getName());

    private final Surface surface;
    private final RequestIds ids;
    private final String version;

    /** Creates answers in the form of a surface. */
    public ConnectionErrorAnswers(Surface surface, RequestIds ids, String version) {
        this.surface = surface;
        this.ids = ids;
        this.version = version;
    }

    @Override
    public byte[] requestTimeout() {
        return bytes(
                "408 Request Timeout",
                invalid("the request did not arrive in time; send it faster"));
    }

    @Override
    public byte[] refusal(Failure full) {
        return bytes("503 Service Unavailable", Answer.failure(surface.errors(), full));
    }

    private byte[] bytes(String status, Answer answer) {
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
        Status status = clientStatus(defaultStatus);
        String id = ids.of(request.headers());
        Answer answer;
        if (status.code() >= 500 && status.code() != 505) {
            answer = Answer.failure(surface.errors(), new Failure.Internal());
        } else {
            String sentence = sentence(status.code());
            answer = invalid(sentence);
            LOG.log(
                    Level.INFO,
                    "request {0} was refused with {1}: {2}",
                    id,
                    status.code(),
                    sentence);
        }
        headers.set(RequestIds.HEADER, id);
        headers.set(HeaderValues.create(Call.VERSION_HEADER, version));
        headers.set(HeaderNames.CONTENT_TYPE, answer.contentType());
        return TransportResponse.builder()
                .status(status)
                .headers(headers)
                .keepAlive(false)
                .entity(answer.body())
                .build();
    }

    /**
     * Returns the status for the client. An unknown transfer coding is the client's mistake, too.
     */
    private static Status clientStatus(Status status) {
        return status.code() == Status.NOT_IMPLEMENTED_501.code() ? Status.BAD_REQUEST_400 : status;
    }

    private Answer invalid(String message) {
        return Answer.failure(surface.errors(), new Failure.Invalid(Optional.empty(), message));
    }

    private static String sentence(int status) {
        return switch (status) {
            case 414 -> "the path of the request is too long";
            case 431 -> "the headers of the request are too large";
            case 505 -> "this server speaks HTTP/1.1 and HTTP/1.0";
            default -> "this is no HTTP request that the server understands";
        };
    }
}
