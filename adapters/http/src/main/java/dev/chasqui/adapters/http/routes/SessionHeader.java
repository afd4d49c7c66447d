package dev.chasqui.adapters.http.routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.Optional;

/**
 * The header by which a client names the session that a request belongs to: ours, or the one that
 * opencode sends.
 */
final class SessionHeader {
    private static final HeaderName OWN = HeaderNames.create("X-Chasqui-Session");
    private static final HeaderName OTHER = HeaderNames.create("x-session-affinity");

    private SessionHeader() {}

    /** Returns the name of the session; empty if there is none. */
    static Optional<String> of(Headers headers) {
        return named(headers, OWN).or(() -> named(headers, OTHER));
    }

    /** Returns the session that our own header names; a chat has a stored history by it. */
    static Optional<String> own(Headers headers) {
        return named(headers, OWN);
    }

    private static Optional<String> named(Headers headers, HeaderName name) {
        return headers.first(name).map(String::strip).filter(text -> !text.isEmpty());
    }
}
