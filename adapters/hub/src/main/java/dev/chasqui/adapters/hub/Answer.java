package dev.chasqui.adapters.hub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow;

/** What a server answered: the head, and the body as far as it is pulled. */
final class Answer implements AutoCloseable {
    private final HttpResponse<Flow.Publisher<List<ByteBuffer>>> head;
    private final Body body;

    Answer(HttpResponse<Flow.Publisher<List<ByteBuffer>>> head, Duration silence, Stop stop) {
        this.head = head;
        this.body = new Body(head.body(), silence, stop);
    }

    int status() {
        return head.statusCode();
    }

    /** Who answered, after all redirects. */
    URI from() {
        return head.uri();
    }

    Optional<String> header(String name) {
        return head.headers().firstValue(name);
    }

    boolean isRedirect() {
        return switch (status()) {
            case 301, 302, 303, 307, 308 -> true;
            default -> false;
        };
    }

    /** Whether the same question may get another answer later. */
    boolean isBusy() {
        return status() == 408 || status() == 429 || status() >= 500;
    }

    BusyException busy() {
        return new BusyException(status(), RetryAfter.of(this, Clock.systemUTC()));
    }

    Body body() {
        return body;
    }

    /**
     * The whole body.
     *
     * @param most how many bytes it may have
     */
    byte[] bytes(int most) throws IOException, HubException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (var piece = body.next(); piece.isPresent(); piece = body.next()) {
            for (ByteBuffer buffer : piece.get()) {
                if (buffer.remaining() > most - whole.size()) {
                    throw new HubException(
                            HubException.Reason.UNTRUE,
                            from().getHost()
                                    + ": the answer is longer than "
                                    + Amount.bytes(most)
                                    + " (expected: a list of files; does HF_ENDPOINT name a hub?)");
                }
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                whole.writeBytes(bytes);
            }
        }
        return whole.toByteArray();
    }

    @Override
    public void close() {
        body.close();
    }
}
