package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.LimitStyle;
import dev.chasqui.application.port.exchange.LimitState;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The headers from which Anthropic's clients read their limits; times are those of RFC 3339. */
final class AnthropicLimitStyle {
    private AnthropicLimitStyle() {}

    /** See {@link LimitStyle#headers}. */
    static Map<String, String> headers(LimitState state, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>();
        state.requests().ifPresent(left -> add(headers, "requests", left, now));
        state.tokens().ifPresent(left -> add(headers, "tokens", left, now));
        return headers;
    }

    private static void add(
            Map<String, String> headers, String what, LimitState.OfLimit limit, Instant now) {
        String prefix = "anthropic-ratelimit-" + what;
        headers.put(prefix + "-limit", Long.toString(limit.most()));
        headers.put(prefix + "-remaining", Long.toString(limit.left()));
        Instant whole =
                now.plus(limit.frees()).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        headers.put(prefix + "-reset", whole.toString());
    }
}
