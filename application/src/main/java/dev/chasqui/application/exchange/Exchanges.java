package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.ShownModels;
import dev.chasqui.application.policy.HeaderValues;
import dev.chasqui.application.port.ModelView;
import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.exchange.AdmissionRequest;
import dev.chasqui.application.port.exchange.Permit;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.BudgetExceeded;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ExchangeAnswer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The spine: it takes a request of any kind through admission, commands, agents, route and lease to
 * a backend, and takes the answer back.
 *
 * <p>Safe for use by several threads.
 */
public final class Exchanges {
    private final Admission admission;
    private final Pipelines pipelines;
    private final Dispatch dispatch;
    private final AgentThreads threads;
    private final Bulkheads bulkheads;

    public Exchanges(
            Admission admission,
            Pipelines pipelines,
            Dispatch dispatch,
            AgentThreads threads,
            Bulkheads bulkheads) {
        this.admission = admission;
        this.pipelines = pipelines;
        this.dispatch = dispatch;
        this.threads = threads;
        this.bulkheads = bulkheads;
    }

    /** Returns the pipelines, for an explanation of the way of a request. */
    public Pipelines pipelines() {
        return pipelines;
    }

    /** Returns the models that a caller may be shown. */
    public ModelView view(Caller caller) {
        return admission.view(caller);
    }

    /** See {@link Pipelines#beginsWithCommand}. */
    public boolean beginsWithCommand(String text) {
        return pipelines.beginsWithCommand(text);
    }

    /**
     * Answers one request; returns when the answer is written.
     *
     * @param journal takes notes on the way
     * @param writer writes the answer; called at most once
     * @throws dev.chasqui.domain.failure.FailureException if there is no answer, or if it breaks
     *     off
     */
    public <A extends ExchangeAnswer<A>> void answer(
            ExchangeRequest<A> payload,
            Exchange exchange,
            Journal journal,
            AnswerWriter<A> writer) {
        answer(payload, exchange, HeaderValues.NONE, journal, writer);
    }

    /**
     * Answers one request, see the other method.
     *
     * @param headers the headers of the request, for rules
     */
    public <A extends ExchangeAnswer<A>> void answer(
            ExchangeRequest<A> payload,
            Exchange exchange,
            HeaderValues headers,
            Journal journal,
            AnswerWriter<A> writer) {
        journal.model(payload.model());
        journal.kind(payload.requestKind());
        dispatch.restoreHold(exchange, journal);
        Permit permit = enter(payload, exchange, journal);
        AtomicBoolean over = new AtomicBoolean();
        Runnable end =
                () -> {
                    if (!over.getAndSet(true)) {
                        end(permit, payload.requestKind().isChat(), journal);
                    }
                };
        journal.whenComplete(end);
        try {
            ExchangeRequest.Prepared<A> prepared =
                    payload.prepare(
                            pipelines, new RequestOrigin(permit, exchange.dialect(), headers));
            Pipeline pipeline = prepared.pipeline();
            journal.agents().add(pipeline.names());
            if (!pipeline.steps().isEmpty()) {
                journal.meter();
            }
            pipeline.skipped()
                    .forEach(agent -> journal.agents().skipped(agent.name(), agent.why()));
            run(prepared, exchange, journal, writer);
        } catch (FailureException e) {
            throw e.failure() instanceof Failure.UnknownModel
                    ? ShownModels.told(e, view(exchange.caller()))
                    : e;
        } finally {
            end.run();
        }
    }

    /** Ends a request; what a failed answer has used counts, too. */
    static void end(Permit permit, boolean chat, Journal journal) {
        try (permit) {
            permit.used(journal.spent(chat), journal.spentByModel());
        }
    }

    private Permit enter(ExchangeRequest<?> payload, Exchange exchange, Journal journal) {
        AdmissionRequest asked =
                new AdmissionRequest(
                        exchange.caller(),
                        payload.model(),
                        payload.requestKind(),
                        payload::estimate);
        try {
            return noted(admission.enter(asked), journal);
        } catch (FailureException e) {
            boolean noMoney = e.failure() instanceof BudgetExceeded;
            admission
                    .state(asked)
                    .map(state -> noMoney ? state.withoutMoney() : state)
                    .ifPresent(journal::refused);
            throw e;
        }
    }

    /** Returns a permit that the journal has noted; closes it if that fails. */
    static Permit noted(Permit permit, Journal journal) {
        boolean noted = false;
        try {
            journal.admitted(permit);
            noted = true;
            return permit;
        } finally {
            if (!noted) {
                permit.close();
            }
        }
    }

    private <A extends ExchangeAnswer<A>> void run(
            ExchangeRequest.Prepared<A> prepared,
            Exchange exchange,
            Journal journal,
            AnswerWriter<A> writer) {
        Pipeline pipeline = prepared.pipeline();
        if (pipeline.isTrusted()) {
            ExchangeHold hold = new ExchangeHold(bulkheads, null, ExchangeExit.none());
            try (pipeline) {
                write(prepared, chain(pipeline, exchange, journal, hold), writer, hold);
            }
            return;
        }
        AgentThreads.Stay stay = threads.enter(pipeline);
        AtomicReference<AgentChain> chain = new AtomicReference<>();
        ExchangeExit exit =
                new ExchangeExit(
                        rest -> {
                            AgentChain whole = chain.get();
                            write(prepared, whole.goingOn(rest), writer, whole.hold());
                        });
        ExchangeHold hold = new ExchangeHold(bulkheads, stay, exit);
        chain.set(chain(pipeline, exchange, journal, hold));
        try (stay) {
            stay.run(
                    exchange.cancellation(),
                    exit,
                    () -> write(prepared, chain.get(), writer, hold));
        } finally {
            if (exit.isLeft()) {
                // What the thread that was left behind waits for, or holds, is of no use any more.
                exchange.cancellation().cancel();
            }
        }
    }

    /** The end of the chain is the dispatch, which finds the route; a pool gives the lease. */
    private AgentChain chain(
            Pipeline pipeline, Exchange exchange, Journal journal, ExchangeHold hold) {
        return new AgentChain(pipeline.steps(), exchange, dispatch, journal, hold);
    }

    private static <A extends ExchangeAnswer<A>> void write(
            ExchangeRequest.Prepared<A> prepared,
            AgentChain chain,
            AnswerWriter<A> writer,
            ExchangeHold hold) {
        try (A answer = prepared.begin().apply(chain)) {
            writer.write(answer);
            hold.exit().written();
        }
    }
}
