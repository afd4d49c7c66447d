package dev.chasqui.adapters.http.routes.responses;

import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.dialects.Incoming;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.http.edge.Answer;
import dev.chasqui.adapters.http.edge.Call;
import dev.chasqui.adapters.http.routes.CallHeaders;
import dev.chasqui.adapters.http.routes.ChatEndpoint;
import dev.chasqui.adapters.http.routes.DialectExchanges;
import dev.chasqui.application.exchange.ChatPayload;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.responses.BackgroundRuns;
import dev.chasqui.application.responses.Responses;
import dev.chasqui.application.responses.RunEvents;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.response.ResponseStatus;
import dev.chasqui.domain.response.StoredResponse;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The beginning of responses in the background: they are kept as queued, and their clients are told
 * so at once, or get their events as they come.
 *
 * @param errors the form of failures, by whose statuses they are counted
 * @param keepAlive the longest silence of a stream before a sign of life goes out
 */
public record BackgroundStart(
        DialectExchanges exchanges,
        Responses responses,
        List<ExchangeListener> listeners,
        ErrorStyle errors,
        Duration keepAlive) {
    /**
     * The number of times that a request is held: in its items, its texts and the queued object.
     */
    private static final long COPIES = 3;

    /** Begins a response, and answers with its object. */
    void begin(Call call, byte[] body, BoundResponseCodec codec) {
        Incoming.Chat incoming = codec.decode(body, CallHeaders.given(call.request().headers()));
        ResponsePlan plan = codec.plan();
        Journal journal = new Journal(Instant.now());
        journal.keepContentFor(listeners);
        DialectExchanges.Detached exchange =
                exchanges.detached(call, plan.id(), journal, incoming.mayShorten());
        ReplyHead head = new ReplyHead(plan.id(), journal.startedAt(), journal.backends()::name);
        BackgroundKeeper keeper = new BackgroundKeeper(plan, responses.stored());
        Json.Obj object =
                codec.codec()
                        .begun(incoming, head, keeper)
                        .with("status", Json.of(ResponseStatus.QUEUED.word()));
        StoredResponse queued = plan.stored(object, codec.codec().input(incoming));
        Optional<RunEvents> events =
                plan.isStreamed() ? Optional.of(new RunEvents()) : Optional.empty();
        try (BackgroundRuns.Place place =
                responses
                        .background()
                        .take(
                                plan.id(),
                                queued.owner(),
                                COPIES * (body.length + plan.history().bytes()),
                                exchange.exchange().cancellation(),
                                events)) {
            responses.stored().add(queued);
            BackgroundRun run =
                    new BackgroundRun(
                            codec.codec(),
                            incoming,
                            new ChatPayload(
                                    incoming.request(), ChatEndpoint.agents(call, incoming)),
                            head,
                            keeper,
                            codec.codec().streamEncoder(incoming, head, keeper),
                            events,
                            queued,
                            exchange,
                            journal,
                            this,
                            plan.handOver());
            run.tellQueued();
            place.begin(run);
        }
        if (events.isPresent()) {
            EventStream.send(call, events.get(), 0, keepAlive);
        } else {
            call.send(Answer.json(object));
        }
    }
}
