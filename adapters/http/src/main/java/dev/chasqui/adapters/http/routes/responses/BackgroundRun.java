package dev.chasqui.adapters.http.routes.responses;

import static java.lang.System.Logger.Level.WARNING;

import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.ResponseStreamEncoder;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.application.responses.RunEvents;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.response.ResponseStatus;
import dev.chasqui.domain.response.StoredResponse;

import java.util.Arrays;
import java.util.Optional;

/**
 * One response in the background, from its turn to its record. It goes through admission, agents
 * and routing as every request does. It is kept whole or as failed; one that was cancelled stays
 * cancelled.
 *
 * @param encoder encodes the reply
 * @param events the events of the response, if clients may read them
 * @param queued the response as it is kept
 * @param released lets other requests add to the conversation
 */
record BackgroundRun(
        ClientResponseCodec codec,
        Incoming.Chat incoming,
        ChatPayload payload,
        ReplyHead head,
        BackgroundKeeper keeper,
        ResponseStreamEncoder encoder,
        Optional<RunEvents> events,
        StoredResponse queued,
        DialectExchanges.Detached detached,
        Journal journal,
        BackgroundStart of,
        Runnable released)
        implements Runnable {
    private static final System.Logger LOG = System.getLogger(BackgroundRun.class.getName());

    @Override
    public void run() {
        Failure failure = null;
        Throwable bug = null;
        try {
            if (!begin()) {
                tell(encoder.cancelled());
                return;
            }
            detached.answer(payload, journal, this::write);
        } catch (FailureException e) {
            failure = e.failure();
        } catch (RuntimeException | Error e) {
            failure = new Failure.Internal();
            bug = e;
        } finally {
            released.run();
        }
        if (failure != null) {
            failure = end(failure);
        }
        ExchangeRecord ended =
                RunRecord.of(
                        exchange().id(),
                        exchange().dialect(),
                        exchange().caller(),
                        journal,
                        of.errors(),
                        false,
                        failure,
                        bug,
                        0,
                        0);
        of.listeners().forEach(listener -> listener.finished(ended));
    }

    /** Ends a response that is not complete, and returns the reason as it is told. */
    private Failure end(Failure failure) {
        boolean cancelled =
                failure instanceof Failure.Cancelled || exchange().cancellation().isCancelled();
        if (cancelled && isOver()) {
            tell(encoder.cancelled());
            return new Failure.Cancelled("the response was cancelled or removed on request");
        }
        Failure told =
                cancelled
                        ? new Failure.Cancelled(
                                "the server stopped before the response was complete; send it"
                                        + " again")
                        : failure;
        tell(encoder.failure(told));
        // A store that is away keeps no failure either; the upkeep ends the response later.
        if (!(told instanceof StoreAway)) {
            keepFailed(told);
        }
        return told;
    }

    /** Returns true if the stored response is over, or was removed. */
    private boolean isOver() {
        try {
            return of.responses().stored().find(queued.owner(), queued.id()).status().isOver();
        } catch (FailureException e) {
            return e.failure() instanceof Failure.NotFound;
        }
    }

    /** Encodes the reply; the keeper gets the response before its last event is told. */
    private void write(ChatReply reply) {
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            tell(encoder.encode(event));
        }
        tell(encoder.end());
    }

    /** Tells that the response waits for its turn; called before the run. */
    void tellQueued() {
        tell(encoder.queued());
    }

    /** Tells the events in some bytes, each of which ends with an empty line. */
    private void tell(byte[] joined) {
        if (events.isEmpty()) {
            return;
        }
        int begin = 0;
        for (int i = 1; i < joined.length; i++) {
            if (joined[i] == '\n' && joined[i - 1] == '\n') {
                events.get().add(Arrays.copyOfRange(joined, begin, i + 1));
                begin = i + 1;
            }
        }
    }

    /** Keeps the response as begun; returns false if it was cancelled or removed before. */
    private boolean begin() {
        if (exchange().cancellation().isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        return of.responses()
                .stored()
                .change(
                        queued.with(
                                queued.object()
                                        .with(
                                                "status",
                                                Json.of(ResponseStatus.IN_PROGRESS.word()))));
    }

    private Exchange exchange() {
        return detached.exchange();
    }

    private void keepFailed(Failure failure) {
        try {
            // It may be kept already, with the output that it had.
            boolean _ =
                    keeper.change(codec.failed(incoming, head, failure, keeper), queued.input());
        } catch (FailureException e) {
            // The upkeep ends it, when the store can be used again.
            LOG.log(
                    WARNING,
                    "the failure of response {0} cannot be kept now: {1}",
                    queued.id(),
                    e.getMessage());
        }
    }
}
