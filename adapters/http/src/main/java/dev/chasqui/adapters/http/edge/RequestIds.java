package dev.chasqui.adapters.http.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The ids of requests, for clients and the log: the client's own id, or a new one. New ids are
 * unique, but no secret. Safe for use by several threads.
 */
public final class RequestIds {
    static final HeaderName HEADER = HeaderNames.create("x-request-id");

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9._:+/=-]{1,64}");
    private static final int RANDOM_BYTES = 10;

    /** Returns the client's id if it is short and plain, otherwise a new one. */
    String of(Headers headers) {
        return headers.first(HEADER)
                .filter(id -> ACCEPTED.matcher(id).matches())
                .orElseGet(this::next);
    }

    /** Returns a new id. */
    String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
