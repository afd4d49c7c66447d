package dev.chasqui.adapters.http.routes.ledger;

import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.edge.QueryForm;
import dev.chasqui.application.port.callers.Ledger;
import dev.chasqui.application.port.callers.LedgerEntry;
import dev.chasqui.domain.binding.Durations;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The parameters of a question to the ledger. Each method throws {@link FailureException} with
 * {@code Invalid}, which names the parameter, if its value is wrong.
 *
 * @param query the query of the address
 * @param caller the caller, who sees only its own requests unless it is an administrator
 * @param since the time before which entries under the caller's name are those of others
 * @param now the present time
 */
record LedgerQuestion(QueryForm query, Caller caller, Instant since, Instant now) {
    private static final String TIMES =
            "a date such as 2026-11-30, a time such as 2026-11-30T12:00:00Z, or the time from then"
                    + " until now such as 7d or 12h";

    /** The first and the last year that stores can compare. */
    private static final int FIRST_YEAR = 1970;

    private static final int LAST_YEAR = 9999;

    static LedgerQuestion of(Call call, Instant since, Instant now) {
        return new LedgerQuestion(
                new QueryForm(call.request().prologue().query().rawValue()),
                call.caller(),
                since,
                now);
    }

    /**
     * Refuses parameters that the route does not have, since a misspelled one would show too much.
     */
    LedgerQuestion with(String... known) {
        for (String name : query.names()) {
            if (!Arrays.asList(known).contains(name)) {
                throw new FailureException(
                        new Failure.Invalid(
                                name,
                                name
                                        + ": there is no such parameter (expected: "
                                        + String.join(", ", known)
                                        + ")"));
            }
        }
        return this;
    }

    /**
     * Returns the choice of requests.
     *
     * @param usual the first time if none is asked for
     * @param wholeHours true if the times are those of sums, which are for whole hours
     */
    Ledger.Query choice(Instant usual, boolean wholeHours) {
        Instant from = query.only("from").map(text -> time("from", text)).orElse(usual);
        Instant until =
                query.only("until")
                        .map(text -> time("until", text))
                        .orElse(now.plus(1, ChronoUnit.MINUTES));
        if (wholeHours) {
            from = from.truncatedTo(ChronoUnit.HOURS);
            Instant hour = until.truncatedTo(ChronoUnit.HOURS);
            until = hour.equals(until) ? until : hour.plus(1, ChronoUnit.HOURS);
        }
        if (!from.isBefore(until)) {
            throw invalid("from", from.toString(), "a time before 'until', which is " + until);
        }
        return new Ledger.Query(from, until, user());
    }

    /** Returns true if the caller may see an entry. */
    boolean maySee(LedgerEntry entry) {
        return seen().isEmpty()
                || (seen().get().equals(entry.user()) && !entry.at().isBefore(since));
    }

    /** Returns a choice of requests without those before a time, if the caller may not see all. */
    Ledger.Query since(Ledger.Query choice, Instant first) {
        return seen().isPresent() && choice.from().isBefore(first)
                ? new Ledger.Query(first, choice.until(), choice.user())
                : choice;
    }

    /**
     * Returns the user whose requests are asked for; empty for those of all.
     *
     * @throws FailureException also with {@code Forbidden} if it is another one than the caller,
     *     who is no administrator
     */
    private Optional<String> user() {
        Optional<String> asked = query.only("user");
        if (asked.filter(String::isBlank).isPresent()) {
            throw invalid("user", "", "the name of a user");
        }
        Optional<String> seen = seen();
        if (seen.isEmpty()) {
            return asked;
        }
        String own = seen.get();
        if (asked.isPresent() && !asked.get().equals(own)) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "user: only an administrator sees the requests of others (expected: '"
                                    + own
                                    + "', or no 'user')"));
        }
        return seen;
    }

    /** Returns the only user whose requests the caller may see; empty if it may see all. */
    Optional<String> seen() {
        return caller.role() == Caller.Role.ADMIN ? Optional.empty() : Optional.of(ownName(caller));
    }

    /** Returns the name under which a caller's own requests are entered. */
    static String ownName(Caller caller) {
        return caller.identity().user().orElse(caller.name());
    }

    /** Returns the property by which sums are told apart; empty for one sum. */
    Optional<Ledger.By> by() {
        return query.only("by").map(text -> oneOf("by", text, Ledger.By.values()));
    }

    /** Returns one of several constants, which are spelled in small letters. */
    static <E extends Enum<E>> E oneOf(String name, String text, E[] all) {
        return Arrays.stream(all)
                .filter(one -> word(one).equals(text))
                .findFirst()
                .orElseThrow(
                        () ->
                                invalid(
                                        name,
                                        text,
                                        Arrays.stream(all)
                                                .map(LedgerQuestion::word)
                                                .collect(Collectors.joining(", "))));
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns a number of entries, at least 1. */
    int limit(int usual, int most) {
        return query.only("limit")
                .map(
                        text -> {
                            if (text.matches("\\d{1,9}")) {
                                int number = Integer.parseInt(text);
                                if (number >= 1 && number <= most) {
                                    return number;
                                }
                            }
                            throw invalid("limit", text, "1 to " + most);
                        })
                .orElse(usual);
    }

    /** Returns the time that a text means. */
    private Instant time(String name, String text) {
        Optional<Instant> found =
                Durations.parse(text)
                        .flatMap(back -> computed(() -> now.minus(back)))
                        .or(() -> computed(() -> OffsetDateTime.parse(text).toInstant()))
                        .or(
                                () ->
                                        computed(
                                                () ->
                                                        LocalDate.parse(text)
                                                                .atStartOfDay(ZoneOffset.UTC)
                                                                .toInstant()));
        return found.filter(LedgerQuestion::isComparable)
                .orElseThrow(() -> invalid(name, text, TIMES));
    }

    private static boolean isComparable(Instant time) {
        int year = time.atOffset(ZoneOffset.UTC).getYear();
        return year >= FIRST_YEAR && year <= LAST_YEAR;
    }

    private interface TimeSource {
        Instant get();
    }

    private static Optional<Instant> computed(TimeSource source) {
        try {
            return Optional.of(source.get());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    static FailureException invalid(String name, String value, String expected) {
        return new FailureException(
                new Failure.Invalid(name, name + ": '" + value + "' (expected: " + expected + ")"));
    }
}
