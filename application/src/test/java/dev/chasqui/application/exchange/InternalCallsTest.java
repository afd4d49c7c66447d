package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Pull;
import dev.chasqui.domain.reply.ReplyEvent;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Exchanges that the server begins itself are answered and recorded like others. */
class InternalCallsTest {
    private final FakeBackend backend = new FakeBackend("backend", "m");
    private final Models models =
            new Models(
                    Backends.configured(List.of(backend), new FakeBackend("built-in")),
                    Map.of(),
                    Duration.ofDays(1));
    private final List<ExchangeRecord> records = new CopyOnWriteArrayList<>();
    private final InternalCalls calls =
            new InternalCalls(
                    new KeyRights(),
                    new Dispatch(models, new OpenCalls(1)),
                    List.of(records::add),
                    failure -> failure instanceof Failure.Cancelled ? 499 : 502);
    private final Cancellation cancellation = new Cancellation();

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void aChatIsRecordedOnceWhenItsReplyIsOver() {
        try (ChatReply reply = chat("/shout Hi")) {
            StringBuilder text = new StringBuilder();
            for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
                text.append(event instanceof ReplyEvent.Text part ? part.text() : "");
            }
            assertThat(text).hasToString("backend");
            assertThat(records).hasSize(1);
        }
        ExchangeRecord ended = records.getFirst();
        assertThat(records).hasSize(1);
        assertThat(ended.caller()).isEqualTo("plugin:sample");
        assertThat(ended.operation()).isEqualTo("internal/chat");
        assertThat(ended.model()).contains("m");
        assertThat(ended.backend()).contains("backend");
        assertThat(ended.status()).isEqualTo(200);
        assertThat(ended.failure()).isEmpty();
        // There are no commands here: the text goes on as it is.
        assertThat(backend.received().getFirst().messages().getFirst().text())
                .isEqualTo("/shout Hi");
    }

    @Test
    void aReplyThatIsClosedEarlyGivesItsPlaceBack() {
        chat("Hi").close();
        chat("Hi").close();

        assertThat(records).extracting(ExchangeRecord::status).containsExactly(200, 200);
    }

    @Test
    void aFailureIsRecordedWithItsStatus() {
        backend.failing(new Failure.BackendFailed("backend", "odd"));

        assertThatThrownBy(() -> chat("Hi")).isInstanceOf(FailureException.class);

        assertThat(records).hasSize(1);
        assertThat(records.getFirst().status()).isEqualTo(502);
        assertThat(records.getFirst().failure()).isPresent();
    }

    @Test
    void aCancelledCallEndsAndIsRecorded() {
        ChatReply open = chat("Hi");
        cancellation.cancel();

        assertThat(records).extracting(ExchangeRecord::status).containsExactly(499);
        open.close();
        assertThat(records).hasSize(1);
        assertThatThrownBy(() -> chat("Hi"))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Cancelled.class));
        assertThat(records).hasSize(2);
    }

    @Test
    void vectorsAreMadeAndRecorded() {
        List<float[]> vectors =
                calls.embed(
                                "plugin:sample",
                                EmbeddingRequest.of("m", List.of("a", "bcd")),
                                cancellation)
                        .vectors();

        assertThat(vectors).hasSize(2);
        assertThat(records).extracting(ExchangeRecord::operation).containsExactly("internal/embed");
    }

    @Test
    void callsThatStayInsideGiveAnOpenBackendNoByte() {
        backend.outside();
        backend.forwarding(
                _ -> {
                    throw new AssertionError("it was asked to rank");
                });
        InternalCalls inside = calls.inside("its content stays");

        for (ThrowingCallable call :
                List.<ThrowingCallable>of(
                        () ->
                                inside.embed(
                                        "plugin:sample",
                                        EmbeddingRequest.of("m", List.of("secret")),
                                        cancellation),
                        () ->
                                inside.rank(
                                        "plugin:sample",
                                        "m",
                                        "secret",
                                        List.of("text"),
                                        cancellation),
                        () -> inside.chat("plugin:sample", request("secret"), cancellation))) {
            assertThatThrownBy(call).isInstanceOf(FailureException.class);
        }
        assertThat(backend.received()).isEmpty();
        assertThat(backend.embedded()).isEmpty();

        chat("Hi").close();
        assertThat(backend.received()).hasSize(1);
    }

    @Test
    void textsAreRankedInTheirOwnOrder() {
        backend.forwarding(
                call -> {
                    assertThat(call.path()).isEqualTo("/v1/rerank");
                    return ranking(
                            "{\"results\":[{\"index\":1,\"relevance_score\":0.9},"
                                    + "{\"index\":0,\"relevance_score\":-2}]}");
                });

        assertThat(calls.rank("plugin:sample", "m", "q", List.of("a", "b"), cancellation))
                .containsExactly(-2, 0.9);
        assertThat(records)
                .extracting(ExchangeRecord::operation)
                .containsExactly("internal/rerank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no json",
                "[]",
                "{\"results\":[{\"index\":0,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":1},"
                        + "{\"index\":0,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":1},"
                        + "{\"index\":2,\"relevance_score\":1}]}",
                "{\"results\":[{\"index\":0,\"relevance_score\":1},"
                        + "{\"index\":1,\"relevance_score\":1e999}]}"
            })
    void aRankingThatDoesNotRankEachTextOnceFails(String body) {
        backend.forwarding(_ -> ranking(body));

        assertThatThrownBy(
                        () ->
                                calls.rank(
                                        "plugin:sample", "m", "q", List.of("a", "b"), cancellation))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.BackendFailed.class));
        assertThat(records).extracting(ExchangeRecord::status).containsExactly(502);
    }

    private static Forwarded ranking(String body) {
        Iterator<byte[]> pieces = List.of(body.getBytes(StandardCharsets.UTF_8)).iterator();
        return new Forwarded(
                200,
                Map.of(),
                new Pull<>() {
                    @Override
                    public byte @Nullable [] next() {
                        return pieces.hasNext() ? pieces.next() : null;
                    }

                    @Override
                    public void close() {}
                });
    }

    private static ChatRequest request(String text) {
        return ChatRequest.of("m", false, Conversation.of(List.of(Message.of(Role.USER, text))));
    }

    private ChatReply chat(String text) {
        return calls.chat("plugin:sample", request(text), cancellation);
    }
}
