package dev.chasqui.adapters.http.routes;

import dev.chasqui.application.policy.HeaderValues;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.List;

/** The headers of a request, for the rules of the config. */
final class CallHeaders {
    private CallHeaders() {}

    static HeaderValues of(Headers headers) {
        return name -> values(headers, HeaderNames.create(name));
    }

    private static List<String> values(Headers headers, HeaderName name) {
        return headers.contains(name) ? headers.values(name) : List.of();
    }
}
