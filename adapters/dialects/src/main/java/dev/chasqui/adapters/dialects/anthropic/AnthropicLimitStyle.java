package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.LimitStyle;
import dev.chasqui.application.port.exchange.LimitState;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;

/** The headers from which Anthropic's clients read their limits; times are those of RFC 3339. */
final class AnthropicLimitStyle {
    private AnthropicLimitStyle() {}

    /** See {@link LimitStyle#tell}. */
    static void tell(LimitState state, Instant now, BiConsumer<String, String> header) {
        state.requests().ifPresent(left -> tell("requests", left, now, header));
        state.tokens().ifPresent(left -> tell("tokens", left, now, header));
    }

    private static void tell(
            String what, LimitState.OfLimit limit, Instant now, BiConsumer<String, String> header) {
        String prefix = "anthropic-ratelimit-" + what;
        header.accept(prefix + "-limit", Long.toString(limit.most()));
        header.accept(prefix + "-remaining", Long.toString(limit.left()));
        Instant whole =
                now.plus(limit.frees()).plusNanos(999_999_999).truncatedTo(ChronoUnit.SECONDS);
        header.accept(prefix + "-reset", whole.toString());
    }
}
