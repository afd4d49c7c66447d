package dev.chasqui.domain.model;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The time that a model stays in memory after a request, as the request says it: Ollama's {@code
 * keep_alive}, a number of seconds or a duration in Go's spelling. A negative value means for ever.
 */
public sealed interface KeepAlive {

    /** The request says nothing: an earlier value, or the config, holds. */
    KeepAlive AS_BEFORE = new AsBefore();

    /** The model shall leave as soon as no caller uses it. */
    KeepAlive NOT_AT_ALL = new For(Duration.ZERO);

    /** The model stays until its place is needed. */
    KeepAlive FOREVER = new Forever();

    /** The longest time; a longer one counts as for ever. */
    Duration LONGEST = Duration.ofDays(100L * 365);

    /** See {@link #AS_BEFORE}. */
    record AsBefore() implements KeepAlive {}

    /** The model stays for this time after its last use. */
    record For(Duration time) implements KeepAlive {}

    /** See {@link #FOREVER}. */
    record Forever() implements KeepAlive {}

    /**
     * Reads the value of a request.
     *
     * @param said the value of {@code keep_alive}; empty if there is none
     * @throws FailureException with {@code Invalid} if the value is no duration
     */
    static KeepAlive of(Optional<Json> said) {
        return switch (said.orElse(Json.Null.NULL)) {
            case Json.Null _ -> AS_BEFORE;
            case Json.Num number -> ofSeconds(number.doubleValue());
            case Json.Str(String text) -> Parser.parse(text).orElseThrow(() -> invalid(text));
            case Json other -> throw invalid(other.toString());
        };
    }

    /** Returns the value of {@code keep_alive} with this meaning; empty for {@link #AS_BEFORE}. */
    static Optional<Json> toJson(KeepAlive time) {
        return switch (time) {
            case AsBefore _ -> Optional.empty();
            case For(Duration length) ->
                    Optional.of(Json.of(length.isZero() ? "0" : length.toMillis() + "ms"));
            case Forever _ -> Optional.of(Json.of(-1));
        };
    }

    private static KeepAlive ofSeconds(double seconds) {
        return seconds < 0 || seconds > LONGEST.toSeconds()
                ? FOREVER
                : new For(Duration.ofNanos((long) (seconds * 1e9)));
    }

    private static FailureException invalid(String value) {
        return new FailureException(
                new Failure.Invalid(
                        "keep_alive",
                        "keep_alive: "
                                + value
                                + " (expected: a number of seconds, or a duration such as \"5m\"; a"
                                + " negative one is for ever)"));
    }

    /** A parser of durations with the rules of Go's {@code time.ParseDuration}. */
    final class Parser {
        private static final Pattern WHOLE =
                Pattern.compile(
                        "([+-]?)((?:(?:\\d{1,12}(?:\\.\\d{1,12})?)(?:ns|us|µs|ms|s|m|h))+)");
        private static final Pattern PART = Pattern.compile("([\\d.]+)(ns|us|µs|ms|s|m|h)");
        private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,12}(\\.\\d{1,12})?");

        private static final Map<String, Double> SECONDS =
                Map.of(
                        "ns", 1e-9,
                        "us", 1e-6,
                        "µs", 1e-6,
                        "ms", 1e-3,
                        "s", 1.0,
                        "m", 60.0,
                        "h", 3600.0);

        private Parser() {}

        private static Optional<KeepAlive> parse(String text) {
            if (NUMBER.matcher(text).matches()) {
                return Optional.of(ofSeconds(Double.parseDouble(text)));
            }
            Matcher whole = WHOLE.matcher(text);
            if (!whole.matches()) {
                return Optional.empty();
            }
            double seconds = 0;
            Matcher part = PART.matcher(whole.group(2));
            while (part.find()) {
                seconds +=
                        Double.parseDouble(part.group(1))
                                * SECONDS.getOrDefault(part.group(2), 1.0);
            }
            return Optional.of(ofSeconds(whole.group(1).equals("-") ? -seconds : seconds));
        }
    }
}
