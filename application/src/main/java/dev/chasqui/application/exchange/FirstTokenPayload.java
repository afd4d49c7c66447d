package dev.chasqui.application.exchange;

import dev.chasqui.application.agents.OtherRequests;
import dev.chasqui.application.decision.FirstToken;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.decision.TokenChance;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.ModelKind;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A chat of which only the probabilities of the first token are wanted. A backend that tells none
 * refuses it, and the next one is asked.
 *
 * @param request the chat, which asks for log probabilities
 * @param concessions what backends have refused of such chats
 */
record FirstTokenPayload(ChatRequest request, QuestionConcessions concessions)
        implements Payload<FirstTokenPayload.Answered> {
    /** The first tokens of models that think, in their templates' words. */
    private static final List<String> THOUGHTS =
            List.of("<think>", "<|channel|>", "<|channel>", "[THINK]", "<thought>", "<|think|>");

    @Override
    public String model() {
        return request.model();
    }

    /** {@inheritDoc} It is a part of a request that was admitted as a whole. */
    @Override
    public Optional<OtherRequests.Text> text() {
        return Optional.empty();
    }

    @Override
    public FirstTokenPayload withModel(String name) {
        return new FirstTokenPayload(request.withModel(name), concessions);
    }

    @Override
    public List<Candidate> route(Models models) {
        return models.find(request.model(), ChatAbility.class, "decisions", ModelKind.CHAT);
    }

    @Override
    public Answered send(Candidate to, Exchange exchange, Journal journal) {
        try {
            return concessions.with(
                    to.backend().name(), request, chat -> ask(chat, to, exchange, journal));
        } catch (FailureException e) {
            throw QuestionConcessions.isRefusalOf("logprobs", e.failure()) ? tellsNone(to) : e;
        }
    }

    private Answered ask(ChatRequest chat, Candidate to, Exchange exchange, Journal journal) {
        List<Json.Obj> tokens = new ArrayList<>();
        boolean thought = false;
        Optional<Usage> reported = Optional.empty();
        // The members of this chat are ours, so the client is not told which ones were dropped.
        Journal own = new Journal(journal.startedAt());
        own.meter();
        try (ChatReply reply = ChatPayload.of(chat).send(to, exchange, own)) {
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                switch (event) {
                    case ReplyEvent.Text text -> tokens.addAll(text.logprobs());
                    case ReplyEvent.Reasoning reasoning -> thought |= !reasoning.text().isEmpty();
                    case ReplyEvent.UsageReport report -> reported = Optional.of(report.usage());
                    default -> {}
                }
            }
        } finally {
            // A backend has read the question also if its answer is of no use.
            own.spent(true)
                    .filter(used -> used.totalTokens() > 0)
                    .ifPresent(used -> journal.usedToo(to, used));
        }
        List<TokenChance> chances = tokens.isEmpty() ? List.of() : chances(tokens.getFirst());
        if (thought || (!tokens.isEmpty() && isThought(tokens.getFirst()))) {
            throw cannot(
                    to,
                    "\""
                            + request.model()
                            + "\" thinks before it answers, so its first token is no answer"
                            + " (expected: a model that does not think, or whose thinking can be"
                            + " turned off)");
        }
        if (chances.isEmpty()) {
            throw tellsNone(to);
        }
        return new Answered(new FirstToken(chances, reported));
    }

    private static boolean isThought(Json.Obj token) {
        String text = token.text("token").orElse("").strip();
        return THOUGHTS.stream().anyMatch(text::startsWith);
    }

    /** Returns the alternatives for a token, itself included; empty if they are not told. */
    private static List<TokenChance> chances(Json.Obj token) {
        List<TokenChance> chances = new ArrayList<>();
        if (token.get("top_logprobs").orElse(Json.Null.NULL) instanceof Json.Arr(var items)) {
            for (Json item : items) {
                if (item instanceof Json.Obj top
                        && top.get("logprob").orElse(Json.Null.NULL) instanceof Json.Num logprob) {
                    chances.add(
                            new TokenChance(
                                    top.text("token").orElse(""),
                                    Math.exp(Math.min(0, logprob.doubleValue()))));
                }
            }
        }
        return chances;
    }

    private FailureException tellsNone(Candidate to) {
        return cannot(
                to,
                "backend '"
                        + to.backend().name()
                        + "' tells no log probabilities of \""
                        + request.model()
                        + "\" (expected: a server that answers 'logprobs' and 'top_logprobs', such"
                        + " as llama-server, vLLM, SGLang, LM Studio, OpenAI or an Ollama from"
                        + " 0.12.11 on)");
    }

    private static FailureException cannot(Candidate to, String message) {
        return new FailureException(
                Failure.BackendRefused.cannot(to.backend().name(), Optional.of("model"), message));
    }

    @Override
    public boolean mayFailOver(Failure failure) {
        return failure.mayFailOver();
    }

    /** The first token of the answer. */
    record Answered(FirstToken token) implements ImmediateAnswer<Answered> {}
}
