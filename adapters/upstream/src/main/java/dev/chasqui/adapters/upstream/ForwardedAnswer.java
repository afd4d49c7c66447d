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

/**
 * The body of a server's answer that is passed on unchanged, except that the backend's key is
 * removed from errors. Used by one thread at a time; closing it is allowed from any thread.
 */
final class ForwardedAnswer implements Pull<byte[]> {
    /**
     * The headers that are passed on: they describe the body, and reveal nothing of the server or
     * of the connection to it.
     */
    private static final List<String> HEADERS =
            List.of(
                    "content-type",
                    "content-length",
                    "content-encoding",
                    "content-disposition",
                    "cache-control",
                    "retry-after");

    /** The media types of streams that can report an error after their head. */
    private static final List<String> STREAMS =
            List.of("text/event-stream", "application/x-ndjson");

    private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]+");

    private final HttpAnswer answer;
    private final HiddenKey key;

    /** The filter that removes the key from errors; null if the answer cannot hold one. */
    private final @Nullable KeyFilter filter;

    /** The next piece: read, but not yet taken. Null also after the last one. */
    private byte @Nullable [] ahead;

    private boolean over;

    /** The failure that {@link #ready} found while it read ahead; {@link #next} throws it. */
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
     * Returns the answer in the form in which it is passed on.
     *
     * @param key the key that is removed from errors
     * @throws FailureException with {@code BackendFailed} if the answer concerns us and not the
     *     client: a refused key, a redirect, or a compressed error from which the key cannot be
     *     removed; the answer is then closed
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
                    "it compressed its answer with status "
                            + status
                            + ", which the request does not allow");
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
                    .ifPresent(value -> headers.put(name, key.redact(value)));
        }
        if (filter != null || answer.header("transfer-encoding").isPresent()) {
            // The filter may make the body shorter than its Content-Length. Where the server sent
            // both a length and chunks, the chunks count.
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
