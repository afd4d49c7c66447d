package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.chasqui.application.FakeBackend;
import dev.chasqui.application.exchange.journal.Journal;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ForwardPayloadTest {
    private final FakeBackend backend = new FakeBackend("house", "m");
    private final Dispatch dispatch =
            new Dispatch(
                    new Models(
                            Backends.configured(List.of(backend), new FakeBackend("built-in")),
                            Map.of(),
                            Duration.ofDays(1)),
                    new OpenCalls(1));
    private final Journal journal = new Journal(Instant.EPOCH);

    @Test
    void itIsNotedWhoAnswers() {
        send().close();

        assertThat(journal.backends().name()).contains("house");
        assertThat(journal.backends().listedModel()).contains("m");
    }

    @Test
    void anOpenAnswerCountsAmongTheCallsUntilItIsOver() {
        try (Forwarded open = send()) {
            assertThat(open.status()).isEqualTo(200);
            assertThat(refused()).isInstanceOf(Failure.Overloaded.class);
        }
        send().close();
    }

    @Test
    void aFailureGivesItsPlaceBack() {
        Failure failure = new Failure.BackendFailed("house", "it is tired");
        backend.forwarding(
                _ -> {
                    throw new FailureException(failure);
                });

        assertThat(refused()).isEqualTo(failure);
        assertThat(refused()).isEqualTo(failure);
        assertThat(journal.backends().name()).contains("house");
    }

    @ParameterizedTest
    @CsvSource({"/completion,13", "/infill?x=1,13", "/v1/messages,13", "/tokenize,0"})
    void textThatAModelWritesIsCountedIfNoUsageIsTold(String path, long tokens) {
        backend.forwarding(
                _ ->
                        new Forwarded(
                                200,
                                Map.of("content-type", "application/json"),
                                Pieces.of("{\"content\":\"twelve bytes\"}")));
        try (Forwarded answer = send("POST", path, RequestContent.of(bytes("0".repeat(40))))) {
            assertThat(answer.body().next()).isNotNull();
        }

        assertThat(journal.usage().map(Usage::totalTokens).orElse(0L)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "props", "/a b", "/a\r\nX: 1", "/ñ", "/a#b"})
    void aPathThatDoesNotFitIntoARequestIsRefused(String path) {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Forward(
                                        "m", "GET", path, Optional.empty(), RequestContent.none()))
                .withMessageStartingWith("path: ");
    }

    @Test
    void aBackendThatForwardsNothingIsNamed() {
        Backend plain =
                new Backend() {
                    @Override
                    public String name() {
                        return "plain";
                    }

                    @Override
                    public Zone zone() {
                        return Zone.RESTRICTED;
                    }

                    @Override
                    public List<ModelInfo> models() {
                        return List.of(ModelInfo.of("m"));
                    }
                };
        ForwardPayload payload =
                new ForwardPayload(
                        new Candidate(plain, ModelInfo.of("m")),
                        new Forward("m", "GET", "/props", Optional.empty(), RequestContent.none()));

        assertThat(
                        catchThrowableOfType(
                                        FailureException.class,
                                        () ->
                                                payload.route(
                                                        new Models(
                                                                Backends.configured(
                                                                        List.of(), backend),
                                                                Map.of(),
                                                                Duration.ofDays(1))))
                                .failure())
                .isInstanceOf(Failure.NotFound.class)
                .extracting(Failure::message)
                .asString()
                .contains("'plain'");
    }

    private Failure refused() {
        return catchThrowableOfType(FailureException.class, this::send).failure();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Forwarded send() {
        return send("GET", "/props?a=1", RequestContent.none());
    }

    private Forwarded send(String method, String path, RequestContent body) {
        return dispatch.send(
                new ForwardPayload(
                        new Candidate(backend, ModelInfo.of("m")),
                        new Forward("m", method, path, Optional.empty(), body)),
                new Exchange("x", Caller.anonymous("test"), Dialect.OPENAI, _ -> {}),
                journal);
    }
}
