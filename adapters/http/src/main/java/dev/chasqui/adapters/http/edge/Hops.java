package dev.chasqui.adapters.http.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The servers of our kind that a request has been through, as the header {@code X-Chasqui-Hop}
 * tells: their ids, the first one first.
 *
 * <p>All of them are told to the backend, since the way back may lead over several servers.
 */
public final class Hops {
    /** More servers in a row than this are a circle. */
    static final int MOST = 16;

    private static final HeaderName HEADER = HeaderNames.create("X-Chasqui-Hop");

    /** What may be sent on in a header; our own ids are made of less. */
    private static final Pattern ID = Pattern.compile("[\\w.-]{1,64}");

    private Hops() {}

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
