package dev.chasqui.adapters.dialects;

import dev.chasqui.application.port.exchange.LimitState;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

/** The form in which a dialect's clients read what is left of their limits. */
@FunctionalInterface
public interface LimitStyle {
    /** The form of OpenAI's clients, with times such as {@code 6m0s}. */
    LimitStyle OPENAI =
            (state, _, header) -> {
                state.requests().ifPresent(left -> OpenAiNames.REQUESTS.tell(left, header));
                state.tokens().ifPresent(left -> OpenAiNames.TOKENS.tell(left, header));
            };

    /**
     * Tells the headers of an answer.
     *
     * @param now the time when it is sent
     * @param header is told the name and the value of each
     */
    void tell(LimitState state, Instant now, BiConsumer<String, String> header);

    /** The names of the headers of one limit. */
    record OpenAiNames(String limit, String remaining, String reset) {
        private static final OpenAiNames REQUESTS = of("requests");
        private static final OpenAiNames TOKENS = of("tokens");

        private static OpenAiNames of(String what) {
            return new OpenAiNames(
                    "x-ratelimit-limit-" + what,
                    "x-ratelimit-remaining-" + what,
                    "x-ratelimit-reset-" + what);
        }

        private void tell(LimitState.OfLimit state, BiConsumer<String, String> header) {
            header.accept(limit, Long.toString(state.most()));
            header.accept(remaining, Long.toString(state.left()));
            header.accept(reset, span(state.frees()));
        }
    }

    /** Returns a time as Go spells it: {@code 0s}, {@code 20ms}, {@code 12s}, {@code 6m0s}. */
    private static String span(Duration time) {
        long millis = time.plusNanos(999_999).toMillis();
        if (millis < 1000) {
            return millis == 0 ? "0s" : millis + "ms";
        }
        Duration whole = Duration.ofSeconds(Math.ceilDiv(millis, 1000));
        String minutes = whole.toMinutesPart() + "m" + whole.toSecondsPart() + "s";
        return whole.toHours() > 0
                ? whole.toHours() + "h" + minutes
                : whole.toMinutes() > 0 ? minutes : whole.toSeconds() + "s";
    }
}
