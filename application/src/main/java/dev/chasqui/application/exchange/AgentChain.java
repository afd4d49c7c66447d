package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.Step;
import dev.chasqui.application.decision.Decisions;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.Decision;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ExchangeAnswer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The agents of a pipeline that come after one agent, then the dispatch to a backend. Immutable.
 */
public final class AgentChain implements Chain {
    private final RemainingSteps steps;
    private final Exchange exchange;
    private final Dispatch dispatch;
    private final Journal journal;
    private final ExchangeHold hold;
    private final @Nullable GuardedRun outer;
    private final @Nullable ChatReply begun;

    AgentChain(
            List<Step> steps,
            Exchange exchange,
            Dispatch dispatch,
            Journal journal,
            ExchangeHold hold) {
        this(RemainingSteps.of(steps), exchange, dispatch, journal, hold, null, null);
    }

    private AgentChain(
            RemainingSteps steps,
            Exchange exchange,
            Dispatch dispatch,
            Journal journal,
            ExchangeHold hold,
            @Nullable GuardedRun outer,
            @Nullable ChatReply begun) {
        this.steps = steps;
        this.exchange = exchange;
        this.dispatch = dispatch;
        this.journal = journal;
        this.hold = hold;
        this.outer = outer;
        this.begun = begun;
    }

    /** Returns the same chain for calls by an agent. */
    AgentChain inside(GuardedRun run) {
        return new AgentChain(steps, exchange, dispatch, journal, hold, run, null);
    }

    /** Returns a chain whose answer has begun already. */
    AgentChain goingOn(ChatReply reply) {
        return new AgentChain(
                RemainingSteps.of(List.of()), exchange, dispatch, journal, hold, null, reply);
    }

    /** Returns the things that the guards of the exchange share. */
    ExchangeHold hold() {
        return hold;
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    /** Returns the journal of the exchange. */
    public Journal journal() {
        return journal;
    }

    @Override
    public ChatReply proceed(ChatRequest request) {
        if (exchange.cancellation().isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        if (begun != null) {
            return begun;
        }
        if (steps.isEmpty()) {
            return dispatch.chat(request, exchange, journal);
        }
        return new AgentGuard(steps.first(), with(steps.rest()), outer).handle(request);
    }

    /**
     * Sends a request past the remaining agents; returns when its answer has begun.
     *
     * @throws FailureException if no backend answers
     */
    public <A extends ExchangeAnswer<A>> A send(Payload<A> payload) {
        return dispatch.send(payload, exchange, journal);
    }

    @Override
    public Decision decide(DecisionRequest request) {
        // The questions run several at a time, so no single one of them is the text that was sent.
        journal.sent(request::text);
        QuestionConcessions concessions = new QuestionConcessions();
        return Decisions.decide(
                request,
                exchange,
                (chat, branch) -> {
                    Payload<FirstTokenPayload.Answered> question =
                            new FirstTokenPayload(chat, concessions);
                    return dispatch.send(question, branch, journal).token();
                });
    }

    @Override
    public AgentChain on(Exchange branch) {
        return new AgentChain(steps, branch, dispatch, journal, hold, outer, begun);
    }

    @Override
    public List<Chain> branches() {
        return steps.ofBranches().stream().<Chain>map(this::with).toList();
    }

    private AgentChain with(RemainingSteps others) {
        return new AgentChain(others, exchange, dispatch, journal, hold, outer, null);
    }

    @Override
    public String commands() {
        return steps.commands();
    }

    @Override
    public List<String> agents() {
        return steps.steps().stream().map(Step::command).toList();
    }

    @Override
    public String identity(String model) {
        return dispatch.identity(model);
    }

    @Override
    public List<String> skipped() {
        return journal.agents().skipped();
    }

    @Override
    public List<String> standIns() {
        return journal.backends().standIns();
    }

    @Override
    public Zone zone(String model) {
        Zone zone = journal.backends().held().isPresent() ? Zone.RESTRICTED : dispatch.zone(model);
        if (zone == Zone.RESTRICTED) {
            journal.backends().keepInside(model);
        } else {
            journal.backends().letLeave(model);
        }
        return zone;
    }

    @Override
    public void keepInside(String why) {
        dispatch.hold(why, exchange, journal);
    }

    @Override
    public boolean mayUseCollection(String name) {
        return journal.permit()
                .filter(permit -> !permit.mayUseCollection(Optional.of(name)))
                .isEmpty();
    }

    @Override
    public OptionalInt contextLength(String model) {
        return dispatch.contextLength(model, journal, exchange);
    }

    @Override
    public OptionalInt countTokens(String model, String text) {
        return dispatch.countTokens(model, text, journal, exchange);
    }
}
