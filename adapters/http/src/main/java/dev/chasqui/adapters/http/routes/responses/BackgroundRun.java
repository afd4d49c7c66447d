package dev.chasqui.adapters.http.routes.responses;

import static java.lang.System.Logger.Level.WARNING;

import dev.chasqui.adapters.dialects.ClientResponseCodec;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.StoreAway;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.response.ResponseStatus;
import dev.chasqui.domain.response.StoredResponse;

import java.util.ArrayList;
import java.util.List;

/**
 * One response in the background, from its turn to its record. It goes through admission, agents
 * and routing as every request does. It is kept whole or as failed; one that was cancelled stays
 * cancelled.
 *
 * @param queued the response as it is kept
 * @param released lets other requests add to the conversation
 */
record BackgroundRun(
        ClientResponseCodec codec,
        Incoming.Chat incoming,
        ChatPayload payload,
        ReplyHead head,
        BackgroundKeeper keeper,
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
                return;
            }
            List<ReplyEvent> events = new ArrayList<>();
            detached.answer(
                    payload,
                    journal,
                    reply -> {
                        for (ReplyEvent e = reply.next(); e != null; e = reply.next()) {
                            events.add(e);
                        }
                        journal.complete();
                    });
            Json.Obj _ = codec.whole(incoming, head, events, keeper);
        } catch (FailureException e) {
            failure = told(e.failure());
        } catch (RuntimeException | Error e) {
            failure = new Failure.Internal();
            bug = e;
        } finally {
            released.run();
        }
        // A store that is away keeps no failure either; the upkeep ends the response later.
        if (failure != null && !(failure instanceof StoreAway)) {
            keepFailed(failure);
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

    /** Returns the failure as its owner is told: only the server's end cancels what is kept. */
    private static Failure told(Failure failure) {
        return failure instanceof Failure.Cancelled
                ? new Failure.Cancelled(
                        "the server stopped before the response was complete; send it again")
                : failure;
    }

    private void keepFailed(Failure failure) {
        try {
            keeper.keep(codec.failed(incoming, head, failure, keeper), queued.input());
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
