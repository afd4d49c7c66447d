package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.application.policy.HeaderValues;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.List;

/** The headers of a call, for the rules of the config. */
final class CallHeaders {
    private CallHeaders() {}

    static HeaderValues of(Call call) {
        Headers headers = call.request().headers();
        return name -> values(headers, HeaderNames.create(name));
    }

    private static List<String> values(Headers headers, HeaderName name) {
        return headers.contains(name) ? headers.values(name) : List.of();
    }
}
