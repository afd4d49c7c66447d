package dev.chasqui.adapters.http.routes;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.List;

/**
 * The agents that a client requests by the header {@code X-Chasqui-Agents}: commands without their
 * slash, separated by commas, such as {@code rag(collection=handbook, k=5), help}.
 */
public final class AskedAgents {
    static final HeaderName HEADER = HeaderNames.create("X-Chasqui-Agents");

    private AskedAgents() {}

    /** Returns the header's values, each of which is a list of commands. */
    public static List<String> of(Headers headers) {
        return headers.contains(HEADER)
                // Helidon's values() would part a value at its commas, those in brackets too.
                ? headers.get(HEADER).allValues().stream()
                        .filter(value -> !value.isBlank())
                        .toList()
                : List.of();
    }
}
