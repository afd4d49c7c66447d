package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.agents.PreparedChat;
import dev.chasqui.application.agents.RequestOrigin;
import dev.chasqui.application.exchange.coalescing.KeptBytes;
import dev.chasqui.application.exchange.coalescing.SharedAnswer;
import dev.chasqui.application.exchange.coalescing.SharedReply;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.exchange.journal.SharedCost;
import dev.chasqui.application.exchange.journal.TracedReply;
import dev.chasqui.application.exchange.sending.Begun;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.policy.TextSize;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.application.port.exchange.RequestKind;
import dev.chasqui.application.port.exchange.TokenEstimate;
import dev.chasqui.application.routing.Needs;
import dev.chasqui.application.routing.RouteCaller;
import dev.chasqui.application.routing.affinity.ChatMarks;
import dev.chasqui.application.routing.affinity.ConversationMarks;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.PromptSize;
import dev.chasqui.domain.chat.RequestIdentity;
import dev.chasqui.domain.chat.RequestOutline;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * A chat or a prompt: the kind of request that agents work on.
 *
 * @param request the request
 * @param asked the agents that a header or the body asks for, each spelled as a command without its
 *     slash
 */
public record ChatPayload(ChatRequest request, List<String> asked)
        implements SharedPayload<ChatReply> {
    public ChatPayload {
        asked = List.copyOf(asked);
    }

    /** Makes the payload of a request that has passed its agents. */
    static ChatPayload of(ChatRequest request) {
        return new ChatPayload(request, List.of());
    }

    @Override
    public String model() {
        return request.model();
    }

    @Override
    public RequestKind requestKind() {
        return request.form() == ChatRequest.Form.RAW ? RequestKind.RAW : RequestKind.CHAT;
    }

    @Override
    public TokenEstimate estimate() {
        Optional<RequestOutline> outline = request.outline();
        return outline.isPresent()
                ? new TokenEstimate(
                        TokenEstimate.tokens(outline.get().textBytes()),
                        AnswerBound.of(outline.get().numbers()))
                : new TokenEstimate(
                        TokenEstimate.tokens(TextSize.of(request)), AnswerBound.of(request));
    }

    @Override
    public Prepared<ChatReply> prepare(Pipelines pipelines, RequestOrigin origin) {
        return prepare(pipelines, origin, AgentChain::proceed);
    }

    /**
     * Prepares the request, and sends it in another way than straight through its agents.
     *
     * @param send sends the request, without its commands, through its agents
     * @throws dev.chasqui.domain.failure.FailureException as the other method does
     */
    public Prepared<ChatReply> prepare(
            Pipelines pipelines,
            RequestOrigin origin,
            BiFunction<AgentChain, ChatRequest, ChatReply> send) {
        PreparedChat chat = pipelines.prepare(request, origin, asked);
        return new Prepared<>(
                chat.pipeline(),
                chain -> {
                    Journal journal = chain.journal();
                    journal.received(this::content);
                    ChatReply reply = send.apply(chain, chat.request()).map(journal::event);
                    ChatReply named =
                            chat.named()
                                    .map(name -> reply.map(new NamedReply(name)::event))
                                    .orElse(reply);
                    return journal.isTraced() ? new TracedReply(named, journal) : named;
                });
    }

    /** {@inheritDoc} Agents see the text, so that none misses it. */
    @Override
    public Optional<OtherRequests.Text> text() {
        return Optional.empty();
    }

    @Override
    public ChatPayload withModel(String name) {
        return new ChatPayload(request.withModel(name), asked);
    }

    /** {@inheritDoc} A model that only makes vectors can be loaded, but it cannot chat. */
    @Override
    public List<Candidate> route(Models models) {
        String what = request.form() == ChatRequest.Form.CHAT ? "chat" : "generate";
        return models.find(
                request.model(), ChatAbility.class, what, ModelKind.CHAT, ModelKind.COMPLETION);
    }

    /** {@inheritDoc} The first event of the reply has come. */
    @Override
    public ChatReply send(Candidate to, Exchange exchange, Journal journal) {
        return begin(to, exchange, journal).noted();
    }

    @Override
    public Begun<ChatReply> begin(Candidate to, Exchange exchange, Journal journal) {
        journal.sent(this::content);
        ChatRequest sent = request.withModel(to.named(request.model()));
        ContextFit.Fitted fitted =
                new ContextFit(
                                to.ability(ChatAbility.class),
                                to.backend().ability(TokenAbility.class),
                                exchange)
                        .send(to.derived().map(child -> child.applyTo(sent)).orElse(sent));
        return new Begun<>(
                fitted.answer().reply().prefetched(),
                reply -> {
                    journal.dropped(fitted.answer().dropped());
                    journal.leftOut(fitted.leftOut());
                    return journal.metered(reply, to, () -> TextSize.of(request));
                });
    }

    @Override
    public boolean mayHedge() {
        return isOfOneAnswer();
    }

    /** Returns true if the request asks for one answer alone. */
    boolean isOfOneAnswer() {
        return request.outline()
                .map(outline -> AnswerBound.isOfOneAnswer(outline.numbers()))
                .orElseGet(() -> AnswerBound.isOfOneAnswer(request));
    }

    /**
     * {@inheritDoc} It is the same each time at temperature 0. What a model does with tools may
     * differ, and so may its several answers.
     */
    @Override
    public Optional<Json> identity() {
        Settings settings = request.settings();
        boolean same =
                settings.sampling().get("temperature").orElse(Json.Null.NULL)
                                instanceof Json.Num temperature
                        && temperature.doubleValue() == 0
                        && request.tools().isEmpty()
                        && isOfOneAnswer();
        return same
                ? Optional.of(
                        new Json.Arr(
                                List.of(
                                        Json.of("chat"),
                                        Json.of(request.stream()),
                                        Json.of(settings.usageInStream()),
                                        Json.of(request.keepAlive().toString()),
                                        RequestIdentity.of(request))))
                : Optional.empty();
    }

    @Override
    public SharedAnswer<ChatReply> shared(ChatReply answer, KeptBytes kept) {
        return new SharedReply(answer, kept);
    }

    @Override
    public ChatReply takes(
            ChatReply answer, Candidate by, SharedCost.Share share, Journal journal) {
        return journal.shared(
                answer,
                by,
                () -> TextSize.of(request),
                () -> share.settle().orElseGet(() -> Usage.of(0, 0)));
    }

    @Override
    public String content() {
        List<String> texts = new ArrayList<>();
        for (Message message : request.messages()) {
            texts.add(message.text());
            message.toolCalls().forEach(call -> texts.add(call.arguments()));
        }
        return String.join(" ", texts);
    }

    @Override
    public Needs needs() {
        return new ChatNeeds(request);
    }

    /** {@inheritDoc} Some count a whole prompt, and others its text alone. */
    @Override
    public OptionalInt count(Candidate by, Cancellation cancellation) {
        TokenAbility tokens = by.backend().ability(TokenAbility.class).orElse(null);
        if (tokens == null) {
            return OptionalInt.empty();
        }
        ChatRequest asked = request.withModel(by.named(request.model()));
        OptionalInt whole = tokens.countPrompt(asked, cancellation);
        return whole.isPresent()
                ? whole
                : tokens.countTokens(asked.model(), PromptSize.text(asked), cancellation);
    }

    @Override
    public ConversationMarks marks(RouteCaller caller) {
        return new ChatMarks(request, caller.name(), caller.session());
    }

    @Override
    public boolean mayFallBack() {
        return true;
    }

    @Override
    public boolean mayFailOver(Failure failure) {
        return failure.mayFailOver();
    }
}
