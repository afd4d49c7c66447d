package dev.chasqui.application.port.exchange;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of an exchange that is over; it holds no content except for the ledger, in the
 * account.
 *
 * @param id the exchange's id
 * @param dialect the dialect of the client, or {@code -} for a route of our own
 * @param operation the route, such as {@code /v1/chat/completions}
 * @param caller the name of the caller's key, or the caller's address
 * @param model the model name that the client asked for; empty if the request did not get that far
 * @param listedModel the name by which the backend lists the model that answered, {@code several}
 *     if more than one did; if none answered, the one that was asked last; empty if none was asked
 * @param backend the backend that answered, {@code several} if more than one did; if none answered,
 *     the one that was asked last; empty if none was asked
 * @param agents the agents of the pipeline, in order
 * @param status the HTTP status that went out
 * @param streamed true if the reply was streamed
 * @param startedAt the time when it began
 * @param firstEvent the time from the start to the first event of the reply; empty if there was
 *     none
 * @param duration the time from the start to the last byte
 * @param usage the tokens; empty if they are not known
 * @param failure the failure; empty if it succeeded. A backend's own words in it are short
 * @param cause the bug behind a failure of ours, for the log alone
 * @param reports the work of the agents that ran, in the order in which they began
 * @param account the facts for the ledger
 */
public record ExchangeRecord(
        String id,
        String dialect,
        String operation,
        String caller,
        Optional<String> model,
        Optional<String> listedModel,
        Optional<String> backend,
        List<String> agents,
        int status,
        boolean streamed,
        Instant startedAt,
        Optional<Duration> firstEvent,
        Duration duration,
        Optional<Usage> usage,
        Optional<Failure> failure,
        Optional<Throwable> cause,
        List<AgentReport> reports,
        ExchangeAccount account) {

    public ExchangeRecord {
        agents = List.copyOf(agents);
        reports = List.copyOf(reports);
    }
}
