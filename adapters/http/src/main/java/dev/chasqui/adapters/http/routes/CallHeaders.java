package dev.chasqui.adapters.http.routes;

import dev.chasqui.adapters.dialects.RequestHeaders;
import dev.chasqui.application.policy.HeaderValues;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;

import java.util.List;

/** The headers of a request, as others than this adapter read them. */
public final class CallHeaders {
    private CallHeaders() {}

    /** Returns them for codecs, the first value of each. */
    public static RequestHeaders given(Headers headers) {
        return name -> headers.first(HeaderNames.create(name));
    }

    /** Returns them for the rules of the config. */
    static HeaderValues of(Headers headers) {
        return name -> values(headers, HeaderNames.create(name));
    }

    private static List<String> values(Headers headers, HeaderName name) {
        return headers.contains(name) ? headers.values(name) : List.of();
    }
}
