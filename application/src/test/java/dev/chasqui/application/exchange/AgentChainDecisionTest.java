package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.exchange.ModelUsage;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.decision.DecisionQuestion;
import dev.chasqui.domain.decision.DecisionRequest;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The notes on the questions of a decision. */
class AgentChainDecisionTest {
    private static final DecisionQuestion PREDICATE = new DecisionQuestion.Predicate("It is not.");
    private static final DecisionQuestion CHOICE =
            new DecisionQuestion.Choice(
                    List.of(new Part.Text("Is it hunter2?")),
                    List.of(
                            new DecisionQuestion.Option("yes"),
                            new DecisionQuestion.Option("no", Optional.of("hunter3"))));

    private final FakeBackend backend = new FakeBackend("backend", "m");
    private final Journal journal = new Journal(Instant.EPOCH);

    @Test
    void theLogIsToldOfAFailureWithoutTheWordsOfAnyQuestion() {
        backend.failing(broken("cannot read hunter1 hunter2 hunter3"));

        assertThat(journal.withoutContent(failure()).message()).endsWith("cannot read … … …");
    }

    @Test
    void theTokensOfAnsweredQuestionsCountThoughALaterOneFails() {
        backend.answering(
                chat -> {
                    if (chat.messages().getFirst().text().contains("hunter2")) {
                        throw new FailureException(broken("no"));
                    }
                    return yes();
                });

        assertThat(failure()).isInstanceOf(Failure.BackendFailed.class);
        assertThat(journal.usage()).contains(Usage.of(7, 1));
    }

    @Test
    void eachBackendOfTheModelIsAccountedForItsQuestions() {
        FakeBackend other = new FakeBackend("other", "m").answering(_ -> yes());
        backend.answering(
                chat -> {
                    if (chat.messages().getFirst().text().contains("hunter2")) {
                        throw new FailureException(broken("no"));
                    }
                    return yes();
                });

        decide(backend, other);

        assertThat(journal.spentByModel())
                .containsExactlyInAnyOrder(
                        new ModelUsage("backend", "m", Usage.of(7, 1)),
                        new ModelUsage("other", "m", Usage.of(7, 1)));
    }

    private static ChatReply yes() {
        Json.Obj token = Json.Obj.EMPTY.with("token", Json.of("Yes")).with("logprob", Json.of(0));
        return ChatReply.of(
                List.of(
                        new ReplyEvent.Text(
                                "Yes",
                                List.of(token.with("top_logprobs", new Json.Arr(List.of(token)))),
                                null),
                        new ReplyEvent.Finish(FinishReason.STOP),
                        new ReplyEvent.UsageReport(Usage.of(7, 1))));
    }

    private Failure failure() {
        return catchThrowableOfType(FailureException.class, () -> decide(backend)).failure();
    }

    private void decide(Backend... backends) {
        Models models =
                new Models(
                        Backends.configured(List.of(backends), new FakeBackend("built-in")),
                        Map.of(),
                        Duration.ofDays(1));
        Exchange exchange = new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, _ -> {});
        AgentChain chain =
                new AgentChain(
                        List.of(),
                        exchange,
                        new Dispatch(models, new OpenCalls(9)),
                        journal,
                        Holds.usual());
        DecisionRequest request =
                DecisionRequest.of("m", "It is hunter1.", List.of(PREDICATE, CHOICE));
        var _ = chain.decide(request);
    }

    private static Failure broken(String said) {
        return new Failure.BackendFailed("backend", "why", Optional.of(said));
    }
}
