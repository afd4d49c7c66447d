package dev.chasqui.adapters.upstream;

import dev.chasqui.adapters.upstream.client.HiddenKey;
import dev.chasqui.adapters.upstream.client.HttpAnswer;
import dev.chasqui.adapters.upstream.client.KeyFilter;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.Pull;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The body of a server's answer that goes on as it is. */
final class ForwardedAnswer implements Pull<byte[]> {
    /** What says how the body is to be read, and nothing of the server or the way to it. */
    private static final List<String> HEADERS =
            List.of(
                    "content-type",
                    "content-length",
                    "content-encoding",
                    "content-disposition",
                    "cache-control",
                    "retry-after");

    /** The types of what tells an error after the head. */
    private static final List<String> STREAMS =
            List.of("text/event-stream", "application/x-ndjson");

    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]+");

    private final HttpAnswer answer;
    private final HiddenKey key;

    /** Hides the key where the answer tells an error; null where it tells none. */
    private final @Nullable KeyFilter filter;

    /** Read, and not yet taken; the last bytes are followed by null. */
    private byte @Nullable [] ahead;

    private boolean over;

    /** Why no more will come, where that was found by looking ahead. */
    private @Nullable FailureException broken;

    private ForwardedAnswer(HttpAnswer answer, HiddenKey key) {
        this.answer = answer;
        this.key = key;
        this.filter = filter(answer, key);
    }

    private static @Nullable KeyFilter filter(HttpAnswer answer, HiddenKey key) {
        if (!key.isPresent()) {
            return null;
        }
        if (answer.status() >= 400) {
            return new KeyFilter(key, KeyFilter.Scope.WHOLE);
        }
        String type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        return STREAMS.stream().anyMatch(type::startsWith)
                ? new KeyFilter(key, KeyFilter.Scope.ERROR_LINES)
                : null;
    }

    /**
     * An answer to hand on.
     *
     * @param key what is hidden in errors
     * @throws FailureException with {@code BackendFailed} if it is for us rather than for the
     *     client; then it is closed
     */
    static Forwarded of(String backend, HttpAnswer answer, HiddenKey key) {
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
        if (status >= 400 && key.isPresent() && answer.isCompressed()) {
            answer.close();
            throw failed(
                    backend,
                    "it answered with status " + status + ", compressed, which nobody asked for");
        }
        ForwardedAnswer body = new ForwardedAnswer(answer, key);
        return new Forwarded(status, body.headers(), body);
    }

    private static FailureException failed(String backend, String why) {
        return new FailureException(new Failure.BackendFailed(backend, why));
    }

    private Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        for (String name : HEADERS) {
            answer.header(name)
                    .filter(value -> VALUE.matcher(value).matches())
                    .ifPresent(value -> headers.put(name, key.in(value)));
        }
        if (filter != null || answer.header("transfer-encoding").isPresent()) {
            // Without a key the body is shorter; of two lengths the chunks' own counts.
            headers.remove("content-length");
        }
        return headers;
    }

    @Override
    public byte @Nullable [] next() {
        while (ahead == null && !over) {
            read();
        }
        byte[] piece = ahead;
        ahead = null;
        if (piece == null && broken != null) {
            throw broken;
        }
        return piece;
    }

    @Override
    public boolean ready() {
        try {
            while (ahead == null && !over && answer.isReady()) {
                read();
            }
        } catch (FailureException e) {
            broken = e;
            over = true;
        }
        return ahead != null || over;
    }

    private void read() {
        ByteArrayOutputStream piece = new ByteArrayOutputStream();
        over = !answer.readTo((bytes, from, to) -> piece.write(bytes, from, to - from));
        byte[] bytes = piece.toByteArray();
        if (filter != null) {
            bytes = over ? filter.end() : filter.next(bytes);
        }
        if (bytes.length > 0) {
            ahead = bytes;
        }
    }

    @Override
    public void close() {
        answer.close();
    }
}
