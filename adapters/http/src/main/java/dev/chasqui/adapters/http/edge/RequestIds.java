package dev.chasqui.adapters.http.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * The ids under which client and log know a request: the client's own, or a new one. New ones are
 * unlike any other, but no secret.
 */
public final class RequestIds {
    static final HeaderName HEADER = HeaderNames.create("x-request-id");

    private static final Pattern SANE = Pattern.compile("[A-Za-z0-9._:+/=-]{1,64}");
    private static final int RANDOM_BYTES = 10;

    /** The client's id if it is short and plain, else a new one. */
    String of(Headers headers) {
        return headers.first(HEADER).filter(id -> SANE.matcher(id).matches()).orElseGet(this::next);
    }

    String next() {
        byte[] bytes = new byte[RANDOM_BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
