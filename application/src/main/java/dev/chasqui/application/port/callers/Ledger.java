package dev.chasqui.application.port.callers;

import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.domain.account.Money;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ledger of all requests, with sums for each hour. Calls may wait, at most for a bounded time,
 * so they are not for the way of a request. Safe for use by several threads.
 */
public interface Ledger {

    /** The properties by which sums are told apart. */
    enum By {
        USER,
        /** The id of the key; empty for requests without one. */
        KEY,
        /** Each team of the user; a request without a team is in none of these sums. */
        TEAM,
        /** The model as its backend lists it; empty if none was asked. */
        MODEL,
        BACKEND,
        /** The hour, such as {@code 2026-11-30T12:00:00Z}. */
        HOUR,
        /** The day in UTC, such as {@code 2026-11-30}. */
        DAY
    }

    /**
     * A choice of requests.
     *
     * @param from the first time, whole hours for sums
     * @param until the time that is too late
     * @param user the user; empty for all
     */
    record Query(Instant from, Instant until, Optional<String> user) {}

    /**
     * The sums over some requests.
     *
     * @param name the name of the user, model, hour, and so on
     * @param requests the number of requests
     * @param failed the number of those whose status was 400 or more
     * @param promptTokens the tokens read
     * @param completionTokens the tokens written
     * @param cost the cost
     * @param latencyMillis the sum of the latencies
     */
    record Sum(
            String name,
            long requests,
            long failed,
            long promptTokens,
            long completionTokens,
            Money cost,
            long latencyMillis) {
        /** The sums over no request, without a name. */
        public static final Sum NONE = new Sum("", 0, 0, 0, 0, Money.ZERO, 0);

        /** Returns the sums over one request, without a name. */
        public static Sum of(LedgerEntry entry) {
            return new Sum(
                    "",
                    1,
                    entry.hasFailed() ? 1 : 0,
                    entry.promptTokens(),
                    entry.completionTokens(),
                    entry.cost(),
                    entry.latency().toMillis());
        }

        /**
         * Returns these sums and others together, under this name. Each is at most the largest
         * number, since a backend may report any count.
         */
        public Sum plus(Sum other) {
            return new Sum(
                    name,
                    requests + other.requests,
                    failed + other.failed,
                    capped(promptTokens, other.promptTokens),
                    capped(completionTokens, other.completionTokens),
                    cost.plus(other.cost),
                    capped(latencyMillis, other.latencyMillis));
        }

        /** Returns the same sums under a name. */
        public Sum named(String other) {
            return new Sum(
                    other, requests, failed, promptTokens, completionTokens, cost, latencyMillis);
        }

        private static long capped(long one, long other) {
            long sum = one + other;
            return sum < 0 ? Long.MAX_VALUE : sum;
        }
    }

    /**
     * The sums of requests that have no entry.
     *
     * @param writer the unique id of the writer, which gives one of these after the other
     * @param number the number of these, larger than those of the writer before
     * @param sums the sums at each place, without names
     */
    record Unentered(String writer, long number, Map<LedgerPlace, Sum> sums) {
        public Unentered {
            sums = Map.copyOf(sums);
        }
    }

    /**
     * Adds entries and their sums, all or none. An entry that is there already is left as it is.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code StoreAway} if the store
     *     cannot be used now
     */
    void add(List<LedgerEntry> entries);

    /**
     * Adds the sums of requests that have no entry, all or none. Those with a number that the
     * writer has given before change nothing, so if it is not known whether they were added, they
     * may be given again.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    void addSums(Unentered sums);

    /**
     * Returns sums from those of each hour, by name.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    List<Sum> sums(Query query, By by);

    /**
     * Returns the requests that each backend got for each model in each hour, in no special order;
     * without those for which no backend was asked.
     *
     * @param from the first time, a whole hour
     * @param until the time that is too late
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    List<ModelHour> modelHours(Instant from, Instant until);

    /**
     * Returns the newest entries, the newest first, without content.
     *
     * @param before the id of the last entry of the page before; empty for the first page
     * @param most the most entries
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    List<LedgerEntry> newest(Query query, Optional<String> before, int most);

    /**
     * Returns an entry with its content.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    Optional<LedgerEntry> find(String id);

    /**
     * Returns the content of those of some entries that have any, by their ids.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    Map<String, ExchangeContent> contents(List<String> ids);

    /**
     * Removes the content of all entries of a user; the entries stay.
     *
     * @return the number of entries that had content
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    long forgetContent(String user);

    /**
     * Removes entries that are older than a time, and the oldest ones above a number. The sums
     * stay.
     *
     * @return the number of entries removed
     * @throws dev.chasqui.domain.failure.FailureException as {@link #add} does
     */
    long prune(Instant olderThan, long most);
}
