package dev.chasqui.application.port;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.reply.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is told of an exchange when it is over; never its content.
 *
 * @param dialect what the client spoke, or {@code -} for a route of our own
 * @param operation the route, such as {@code /v1/chat/completions}
 * @param caller the name of the caller's key, or his address
 * @param model the name that the client asked for; empty if the request did not get that far
 * @param listedModel the name under which the backend lists the model that answered, {@code
 *     several} if more than one did, or else the one that was asked last; empty if none was asked
 * @param backend who answered, {@code several} if more than one did, or else who was asked last;
 *     empty if none was asked
 * @param agents the agents of the pipeline, in order
 * @param status the HTTP status that went out
 * @param firstEvent from the start to the first event of the reply; empty if there was none
 * @param duration from the start to the last byte
 * @param usage the tokens, where they are known
 * @param failure why it failed, if it did; words of a backend in it are short, and its own
 * @param cause the bug behind a failure of ours, for the log alone
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
        Optional<Throwable> cause) {

    public ExchangeRecord {
        agents = List.copyOf(agents);
    }
}
