package dev.chasqui.adapters.http.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The Chasqui servers that a request has passed, from the header {@code X-Chasqui-Hop}: their ids,
 * the first one first.
 *
 * <p>All of them are sent to the backend, since a loop may lead over several servers.
 */
public final class Hops {
    /** The most servers in a row; more count as a loop. */
    static final int MOST = 16;

    private static final HeaderName HEADER = HeaderNames.create("X-Chasqui-Hop");

    /** An id that may be sent on in a header; our own ids use fewer characters. */
    private static final Pattern ID = Pattern.compile("[\\w.-]{1,64}");

    private Hops() {}

    /** Returns the ids in the headers of a request; malformed ones are left out. */
    public static List<String> of(Headers headers) {
        if (!headers.contains(HEADER)) {
            return List.of();
        }
        return headers.values(HEADER).stream()
                .flatMap(value -> Stream.of(value.split(",")))
                .map(String::strip)
                .filter(id -> ID.matcher(id).matches())
                .toList();
    }
}
