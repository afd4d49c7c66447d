package dev.chasqui.adapters.hub;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parser of the delay that a hub asks for: the header {@code Retry-After} with seconds or a
 * date, or the hub's own {@code RateLimit} such as {@code "api";r=0;t=55}.
 */
final class HubRetryDelay {
    private static final Pattern RESET = Pattern.compile(";\\s*r=0\\s*;\\s*t=(\\d{1,9})");

    private HubRetryDelay() {}

    /** Returns the delay that the answer asks for; empty if it asks for none. */
    static Optional<Duration> of(HubAnswer answer, Clock clock) {
        return answer.header("Retry-After")
                .flatMap(text -> parse(text, clock))
                .or(() -> answer.header("RateLimit").flatMap(HubRetryDelay::reset));
    }

    private static Optional<Duration> reset(String limit) {
        Matcher reset = RESET.matcher(limit);
        return reset.find()
                ? Optional.of(Duration.ofSeconds(Long.parseLong(reset.group(1))))
                : Optional.empty();
    }

    /**
     * Returns the delay from now on; empty if the value is neither a number of seconds nor a date.
     */
    static Optional<Duration> parse(String value, Clock clock) {
        if (value.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration wait = Duration.between(clock.instant(), date);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
