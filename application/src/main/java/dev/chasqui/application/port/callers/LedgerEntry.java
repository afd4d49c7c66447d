package dev.chasqui.application.port.callers;

import dev.chasqui.application.port.exchange.ExchangeContent;
import dev.chasqui.domain.account.Money;
import dev.chasqui.domain.model.Zone;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One request in the ledger.
 *
 * @param id a unique id: the exchange's, {@link #ID_SEPARATOR}, and letters and digits that make it
 *     unique, since clients may choose the exchange's id; at most 96 characters
 * @param at the time when it began
 * @param user the name of its user, or of the key of the config, or the address of a caller without
 *     a key
 * @param key the id of the key, or the name of the key of the config; empty without one
 * @param teams the teams of the user at that time
 * @param dialect the dialect of the client
 * @param kind the kind of request, a word such as {@code chat}; {@code unknown} if it was refused
 *     before it was understood
 * @param model the model that the client asked for; empty if it did not get that far
 * @param used the model that answered, by its backend's name for it
 * @param backend the backend that answered
 * @param zone the zone of that backend
 * @param agents the agents of its pipeline
 * @param status the HTTP status
 * @param latency the time from the start to the last byte
 * @param firstEvent the time to the first event of the reply
 * @param bytesIn the bytes of the request's body
 * @param bytesOut the bytes of the answer's body
 * @param promptTokens the tokens read
 * @param completionTokens the tokens written
 * @param cachedTokens the tokens that came from a cache
 * @param estimated true if the tokens are estimates
 * @param cost the cost by the table of prices
 * @param content the text; empty if it is not kept
 */
public record LedgerEntry(
        String id,
        Instant at,
        String user,
        Optional<String> key,
        List<String> teams,
        String dialect,
        String kind,
        Optional<String> model,
        Optional<String> used,
        Optional<String> backend,
        Optional<Zone> zone,
        List<String> agents,
        int status,
        Duration latency,
        Optional<Duration> firstEvent,
        long bytesIn,
        long bytesOut,
        long promptTokens,
        long completionTokens,
        long cachedTokens,
        boolean estimated,
        Money cost,
        Optional<ExchangeContent> content) {
    /** The character between the exchange's id and the rest of an entry's id. */
    public static final char ID_SEPARATOR = '~';

    /** The name of a caller that is not known, in sums. */
    public static final String UNKNOWN = "-";

    /** The least HTTP status of a request that failed. */
    private static final int FIRST_FAILURE = 400;

    public LedgerEntry {
        teams = List.copyOf(teams);
        agents = List.copyOf(agents);
    }

    /** Makes an entry without content. */
    public LedgerEntry(
            String id,
            Instant at,
            String user,
            Optional<String> key,
            List<String> teams,
            String dialect,
            String kind,
            Optional<String> model,
            Optional<String> used,
            Optional<String> backend,
            Optional<Zone> zone,
            List<String> agents,
            int status,
            Duration latency,
            Optional<Duration> firstEvent,
            long bytesIn,
            long bytesOut,
            long promptTokens,
            long completionTokens,
            long cachedTokens,
            boolean estimated,
            Money cost) {
        this(
                id,
                at,
                user,
                key,
                teams,
                dialect,
                kind,
                model,
                used,
                backend,
                zone,
                agents,
                status,
                latency,
                firstEvent,
                bytesIn,
                bytesOut,
                promptTokens,
                completionTokens,
                cachedTokens,
                estimated,
                cost,
                Optional.empty());
    }

    /** Returns the exchange's id, which the client sees as {@code x-request-id}. */
    public String requestId() {
        int end = id.lastIndexOf(ID_SEPARATOR);
        return end < 0 ? id : id.substring(0, end);
    }

    /** Returns true if the request counts as failed, by its status. */
    public boolean hasFailed() {
        return status >= FIRST_FAILURE;
    }

    /** Returns the name of the user in sums: {@code -} for a caller that is not known. */
    public String userOfSums() {
        return key.isEmpty() && used.isEmpty() ? UNKNOWN : user;
    }

    /**
     * Returns the name of the model in sums: the one by which its backend lists it, since callers
     * may spell the name in many ways, and think of names that do not exist. Empty if no model was
     * asked.
     */
    public String modelOfSums() {
        return used.orElse("");
    }

    /** Returns the same entry with a cost. */
    public LedgerEntry withCost(Money price) {
        return with(price, content);
    }

    /** Returns the same entry with other content, or without any. */
    public LedgerEntry withContent(Optional<ExchangeContent> text) {
        return with(cost, text);
    }

    private LedgerEntry with(Money price, Optional<ExchangeContent> text) {
        return new LedgerEntry(
                id,
                at,
                user,
                key,
                teams,
                dialect,
                kind,
                model,
                used,
                backend,
                zone,
                agents,
                status,
                latency,
                firstEvent,
                bytesIn,
                bytesOut,
                promptTokens,
                completionTokens,
                cachedTokens,
                estimated,
                price,
                text);
    }
}
