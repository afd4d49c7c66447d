package dev.chasqui.adapters.http.edge;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * Further names of headers of answers, by which the clients of another gateway know them.
 * Immutable.
 *
 * @param names the further names by our own
 */
public record HeaderAliases(Map<HeaderName, HeaderName> names) {
    /** No further names. */
    public static final HeaderAliases NONE = new HeaderAliases(Map.of());

    /** The names of a gateway whose headers begin with {@code X-Nexus-}. */
    public static final HeaderAliases NEXUS =
            of(
                    Map.of(
                            "X-Chasqui-Backend", "X-Nexus-Backend",
                            "X-Chasqui-Backend-Type", "X-Nexus-Backend-Type",
                            "X-Chasqui-Route-Reason", "X-Nexus-Route-Reason",
                            "X-Chasqui-Zone", "X-Nexus-Privacy-Zone",
                            "X-Chasqui-Cost-Estimated", "X-Nexus-Cost-Estimated",
                            "X-Chasqui-Fallback-Model", "X-Nexus-Fallback-Model",
                            "X-Chasqui-Budget-Status", "X-Nexus-Budget-Status"));

    public HeaderAliases {
        names = Map.copyOf(names);
    }

    private static HeaderAliases of(Map<String, String> names) {
        return new HeaderAliases(
                names.entrySet().stream()
                        .collect(
                                Collectors.toMap(
                                        name -> HeaderNames.create(name.getKey()),
                                        name -> HeaderNames.create(name.getValue()))));
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
