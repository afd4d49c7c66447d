package dev.chasqui.domain.account;

import dev.chasqui.domain.binding.Durations;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The spelling of limits in the config and the API: a number and a window, such as {@code 5/1m}, or
 * several with commas between them, which all hold.
 */
public final class RateText {
    /** The regular expression of valid texts; not every match is one. */
    public static final String PATTERN =
            "\\d{1,15}\\s*/\\s*[0-9dhms]{2,40}(\\s*,\\s*\\d{1,15}\\s*/\\s*[0-9dhms]{2,40})*";

    /** The description of valid limits of requests, for the message of a mistake. */
    public static final String REQUESTS_EXPECTED =
            "up to 16 limits with commas between, each a number up to 1000000 and a window from 1s"
                    + " to 366d, such as 5/1m";

    /** The description of valid limits of tokens, for the message of a mistake. */
    public static final String TOKENS_EXPECTED =
            "up to 16 limits with commas between, each a number up to 1000000000000 and a window"
                    + " from 1s to 366d, such as 100000/1d";

    private static final Pattern RATE =
            Pattern.compile("\\s*(\\d{1,15})\\s*/\\s*([0-9dhms]{2,40})\\s*");

    /** The most requests in a window: the time of each is remembered. */
    private static final long MOST_REQUESTS = 1_000_000;

    /** The most limits of one text: each request is checked against all. */
    private static final int MOST_LIMITS = 16;

    private static final long MOST_TOKENS = 1_000_000_000_000L;
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    private RateText() {}

    /** Reads limits of requests; empty if the text is wrong. */
    public static Optional<List<Limit>> requests(String text) {
        return read(text, MOST_REQUESTS, Limit.Requests::new);
    }

    /** Reads limits of tokens; empty if the text is wrong. */
    public static Optional<List<Limit>> tokens(String text) {
        return read(text, MOST_TOKENS, Limit.Tokens::new);
    }

    private static Optional<List<Limit>> read(
            String text, long bound, BiFunction<Long, Duration, Limit> limit) {
        List<Limit> limits = new ArrayList<>();
        String[] parts = text.split(",", MOST_LIMITS + 1);
        if (parts.length > MOST_LIMITS) {
            return Optional.empty();
        }
        for (String part : parts) {
            Matcher rate = RATE.matcher(part);
            if (!rate.matches()) {
                return Optional.empty();
            }
            long most = Long.parseLong(rate.group(1));
            Optional<Duration> window =
                    Durations.parse(rate.group(2))
                            .filter(length -> length.compareTo(SHORTEST) >= 0)
                            .filter(length -> length.compareTo(LONGEST) <= 0);
            if (most < 1 || most > bound || window.isEmpty()) {
                return Optional.empty();
            }
            limits.add(limit.apply(most, window.get()));
        }
        return Optional.of(List.copyOf(limits));
    }
}
