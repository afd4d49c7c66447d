package dev.chasqui.adapters.http.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Further names of headers, by which the clients of another gateway know them. Immutable.
 *
 * @param names those of headers of answers, by our own
 * @param strict the header of a request that no backend of a lower tier shall answer; empty if it
 *     has no further name
 * @param flexible the header of a request that a backend of any tier may answer; empty likewise
 */
public record HeaderAliases(
        Map<HeaderName, HeaderName> names,
        Optional<HeaderName> strict,
        Optional<HeaderName> flexible) {
    /** No further names. */
    public static final HeaderAliases NONE =
            new HeaderAliases(Map.of(), Optional.empty(), Optional.empty());

    /** The names of a gateway whose headers begin with {@code X-Nexus-}. */
    public static final HeaderAliases NEXUS =
            new HeaderAliases(
                    made(
                            Map.of(
                                    "X-Chasqui-Backend", "X-Nexus-Backend",
                                    "X-Chasqui-Backend-Type", "X-Nexus-Backend-Type",
                                    "X-Chasqui-Route-Reason", "X-Nexus-Route-Reason",
                                    "X-Chasqui-Zone", "X-Nexus-Privacy-Zone",
                                    "X-Chasqui-Cost-Estimated", "X-Nexus-Cost-Estimated",
                                    "X-Chasqui-Fallback-Model", "X-Nexus-Fallback-Model",
                                    "X-Chasqui-Budget-Status", "X-Nexus-Budget-Status")),
                    Optional.of(HeaderNames.create("X-Nexus-Strict")),
                    Optional.of(HeaderNames.create("X-Nexus-Flexible")));

    public HeaderAliases {
        names = Map.copyOf(names);
    }

    private static Map<HeaderName, HeaderName> made(Map<String, String> names) {
        return names.entrySet().stream()
                .collect(
                        Collectors.toMap(
                                name -> HeaderNames.create(name.getKey()),
                                name -> HeaderNames.create(name.getValue())));
    }

    /** Adds a header to an answer, and the same under its further name if it has one. */
    void add(HeaderName name, String value, ServerResponse response) {
        response.header(name, value);
        HeaderName further = names.isEmpty() ? null : names.get(name);
        if (further != null) {
            response.header(further, value);
        }
    }

    /** Returns the further names, each after a comma. */
    String listed() {
        return names.values().stream()
                .map(name -> ", " + name.defaultCase())
                .sorted()
                .collect(Collectors.joining());
    }
}
