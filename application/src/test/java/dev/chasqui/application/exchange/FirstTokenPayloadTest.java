package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Settings;
import dev.chasqui.domain.decision.TokenChance;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class FirstTokenPayloadTest {
    private final FakeBackend first = new FakeBackend("first", "m");
    private final FakeBackend second = new FakeBackend("second", "m").answering(_ -> yes());
    private final Journal journal = new Journal(Instant.EPOCH);
    private final Models models =
            new Models(
                    Backends.configured(List.of(first, second), new FakeBackend("built-in")),
                    Map.of(),
                    Duration.ofDays(1));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "logprobs: Extra inputs are not permitted",
                "Unsupported parameter: 'logprobs' is not supported with this model.",
                "top_logprobs: Extra inputs are not permitted"
            })
    void anotherBackendIsAskedIfOneRefusesToTellProbabilities(String refusal) {
        first.failing(refused(400, refusal));

        assertThat(send()).containsExactly(new TokenChance("Yes", 1));
    }

    @Test
    void ifAllRefuseTheReasonIsTold() {
        Failure failure = refused(400, "logprobs: Extra inputs are not permitted");
        first.failing(failure);
        second.failing(failure);

        assertThat(catchThrowableOfType(FailureException.class, this::send).failure().message())
                .startsWith("backend 'second' tells no log probabilities of \"m\" (expected: a");
    }

    @Test
    void aRefusalForAnotherReasonIsForTheCaller() {
        Failure failure = refused(422, "the input is too long");
        first.failing(failure);

        assertThat(catchThrowableOfType(FailureException.class, this::send).failure())
                .isEqualTo(failure);
        assertThat(second.received()).isEmpty();
    }

    @Test
    void whatABackendHasReadCountsAlsoIfItAnswersInVain() {
        first.answering(_ -> ChatReply.ofText("Yes, of course"));
        second.answering(_ -> thought(Usage.of(30, 1)));

        assertThat(catchThrowableOfType(FailureException.class, this::send).failure())
                .isInstanceOf(Failure.BackendRefused.class);
        // One token is read and four are written by the backend that tells nothing.
        assertThat(journal.spent(false)).map(Usage::promptTokens).contains(31L);
        assertThat(journal.spent(false)).map(Usage::completionTokens).contains(5L);
    }

    @Test
    void anAnswerWhoseTokensNobodyTellsIsCountedByItsText() {
        first.answering(_ -> yes());
        assertThat(send()).hasSize(1);

        assertThat(journal.spent(false)).map(Usage::totalTokens).contains(2L);
    }

    private static ChatReply thought(Usage usage) {
        return ChatReply.of(
                List.of(new ReplyEvent.Reasoning("Hm", null), new ReplyEvent.UsageReport(usage)));
    }

    private List<TokenChance> send() {
        ChatRequest chat =
                ChatRequest.of(
                        "m",
                        false,
                        new Conversation(
                                List.of(Message.of(Role.USER, "Hi")),
                                List.of(),
                                Settings.DEFAULT,
                                Map.of(),
                                Json.Obj.EMPTY.with("logprobs", Json.of(true))));
        return new Dispatch(models, new OpenCalls(1))
                .send(
                        new FirstTokenPayload(chat, new QuestionConcessions()),
                        new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, _ -> {}),
                        journal)
                .token()
                .chances();
    }

    private static Failure refused(int status, String message) {
        return new Failure.BackendRefused(
                "first",
                status,
                message,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ChatReply yes() {
        Json.Obj token = Json.Obj.EMPTY.with("token", Json.of("Yes")).with("logprob", Json.of(0));
        return ChatReply.of(
                List.of(
                        new ReplyEvent.Text(
                                "Yes",
                                List.of(token.with("top_logprobs", new Json.Arr(List.of(token)))),
                                null),
                        new ReplyEvent.Finish(FinishReason.STOP)));
    }
}
