package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.CountedChat;
import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.agents.Pipeline;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.failure.Fault;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The question how many tokens a chat has. It is a request like others, but it uses no tokens. The
 * first backend that the caller may ask, and that counts, answers. The tokens are estimated if none
 * counts, or if an agent would see the chat before a backend, such as one that hides what must not
 * leave.
 *
 * @param request the chat
 * @param asked the agents that a header or the body asks for, as in {@link ChatPayload}
 * @param counting false if the tokens are estimated and no backend sees the chat
 */
public record CountPayload(ChatRequest request, List<String> asked, boolean counting)
        implements Payload<CountPayload.Counted> {
    public CountPayload {
        asked = List.copyOf(asked);
    }

    /** Makes the question of a client. */
    public CountPayload(ChatRequest request, List<String> asked) {
        this(request, asked, true);
    }

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public RequestKind requestKind() {
        return RequestKind.COUNT;
    }

    @Override
    public TokenEstimate estimate() {
        return TokenEstimate.NONE;
    }

    @Override
    public Prepared<Counted> prepare(Pipelines pipelines, RequestOrigin origin) {
        CountedChat chat = pipelines.counted(request, origin, asked);
        CountPayload meant = new CountPayload(chat.request(), List.of(), chat.mayLeave());
        return new Prepared<>(Pipeline.EMPTY, meant::countedOn);
    }

    private Counted countedOn(AgentChain chain) {
        try {
            return chain.send(this);
        } catch (FailureException e) {
            if (counting
                    && e.failure() instanceof Failure.BackendRefused refused
                    && refused.fault() == Fault.CALLER) {
                return chain.send(new CountPayload(request, asked, false));
            }
            throw e;
        }
    }

    @Override
    public Optional<OtherRequests.Text> text() {
        return Optional.empty();
    }

    @Override
    public CountPayload withModel(String name) {
        return new CountPayload(request.withModel(name), asked, counting);
    }

    @Override
    public List<Candidate> route(Models models) {
        return models.findMeant(request.model());
    }

    /**
     * {@inheritDoc}
     *
     * @throws FailureException with {@code BackendRefused} if the backend does not count, also
     *     since it is down
     */
    @Override
    public Counted send(Candidate to, Exchange exchange, Journal journal) {
        ChatRequest meant = to.derived().map(model -> model.applyTo(request)).orElse(request);
        if (!counting) {
            return PromptEstimate.of(meant.conversation());
        }
        return to.backend()
                .ability(TokenAbility.class)
                .flatMap(tokens -> count(tokens, meant.withModel(to.model().id()), exchange))
                .orElseThrow(() -> countsNot(to));
    }

    private static Optional<Counted> count(
            TokenAbility tokens, ChatRequest chat, Exchange exchange) {
        try {
            OptionalInt whole = tokens.countPrompt(chat, exchange.cancellation());
            return whole.isPresent()
                    ? Optional.of(new Counted(whole.getAsInt(), false))
                    : PromptEstimate.counted(
                            chat.conversation(),
                            text ->
                                    tokens.countTokens(
                                            chat.model(), text, exchange.cancellation()));
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.Cancelled) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static FailureException countsNot(Candidate to) {
        String name = to.backend().name();
        return new FailureException(
                Failure.BackendRefused.cannot(
                        name, Optional.empty(), "backend '" + name + "' counts no tokens"));
    }

    @Override
    public boolean mayFailOver(Failure failure) {
        return failure.mayFailOver();
    }

    /**
     * The number of tokens.
     *
     * @param estimated true if no backend has counted them all
     */
    public record Counted(long tokens, boolean estimated) implements ImmediateAnswer<Counted> {}
}
