package dev.chasqui.adapters.upstream;

import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A server's answer that goes on as it is. */
final class ForwardedAnswer implements Forwarded {
    /** What says how the body is to be read, and nothing of the server or the way to it. */
    private static final List<String> HEADERS =
            List.of(
                    "content-type",
                    "content-length",
                    "content-encoding",
                    "content-disposition",
                    "cache-control",
                    "retry-after");

    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]+");

    private final HttpAnswer answer;

    private ForwardedAnswer(HttpAnswer answer) {
        this.answer = answer;
    }

    /**
     * An answer to hand on.
     *
     * @throws FailureException with {@code BackendFailed} if it is for us rather than for the
     *     client; then it is closed
     */
    static Forwarded of(String backend, HttpAnswer answer) {
        int status = answer.status();
        if (status == 401 || status == 403) {
            answer.close();
            throw failed(
                    backend,
                    "it refused our key (status "
                            + status
                            + "); check 'apiKeyEnv' of that backend in the config");
        }
        if (status >= 300 && status < 400) {
            answer.close();
            throw failed(
                    backend,
                    "it answered with a redirect (status " + status + "), which is not followed");
        }
        return new ForwardedAnswer(answer);
    }

    private static FailureException failed(String backend, String why) {
        return new FailureException(new Failure.BackendFailed(backend, why));
    }

    @Override
    public int status() {
        return answer.status();
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        for (String name : HEADERS) {
            answer.header(name)
                    .filter(value -> VALUE.matcher(value).matches())
                    .ifPresent(value -> headers.put(name, value));
        }
        if (answer.header("transfer-encoding").isPresent()) {
            // Of two lengths the chunks' own counts.
            headers.remove("content-length");
        }
        return headers;
    }

    @Override
    public byte @Nullable [] next() {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        while (piece.size() == 0) {
            if (!answer.readTo((bytes, from, to) -> piece.write(bytes, from, to - from))) {
                return null;
            }
        }
        return piece.toByteArray();
    }

    @Override
    public boolean ready() {
        return answer.isReady();
    }

    @Override
    public void close() {
        answer.close();
    }
}
