package dev.chasqui.domain.binding;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The spelling of durations: {@code 500ms}, {@code 10s}, {@code 1h30m}, or a number of seconds. */
public final class Durations {
    private static final Pattern UNITS =
            Pattern.compile(
                    "(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,9})s)?"
                            + "(?:(\\d{1,12})ms)?");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    private Durations() {}

    /** Parses a duration with units; empty if the text is no such duration. */
    public static Optional<Duration> parse(String text) {
        Matcher matcher = UNITS.matcher(text);
        if (text.isEmpty() || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                Duration.ofDays(group(matcher, 1))
                        .plusHours(group(matcher, 2))
                        .plusMinutes(group(matcher, 3))
                        .plusSeconds(group(matcher, 4))
                        .plusMillis(group(matcher, 5)));
    }

    private static long group(Matcher matcher, int index) {
        return matcher.group(index) == null ? 0 : Long.parseLong(matcher.group(index));
    }

    /** Parses a number of seconds, such as {@code 2.5}; empty if the text is no such number. */
    public static Optional<Duration> ofSeconds(String number) {
        return SECONDS.matcher(number).matches()
                ? Optional.of(
                        Duration.ofNanos(new BigDecimal(number).movePointRight(9).longValue()))
                : Optional.empty();
    }

    /** Spells a duration so that {@link #parse} reads it back, precise to the millisecond. */
    public static String text(Duration duration) {
        StringBuilder text = new StringBuilder();
        boolean days = duration.toDays() > 1 && duration.toHours() % 24 == 0;
        append(text, days ? duration.toDays() : duration.toHours(), days ? "d" : "h");
        append(text, duration.toMinutesPart(), "m");
        append(text, duration.toSecondsPart(), "s");
        append(text, duration.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long count, String unit) {
        if (count != 0) {
            text.append(count).append(unit);
        }
    }
}
