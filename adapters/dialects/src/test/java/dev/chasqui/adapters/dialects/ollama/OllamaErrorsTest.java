package dev.chasqui.adapters.dialects.ollama;

import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.BACKEND;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.text;
import static dev.chasqui.adapters.dialects.ollama.OllamaFixture.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Failure.BackendFailed;
import dev.chasqui.domain.failure.Failure.BackendRefused;
import dev.chasqui.domain.failure.Failure.ContextExceeded;
import dev.chasqui.domain.failure.Loop;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

class OllamaErrorsTest {
    private static final OllamaErrorStyle ERRORS = OllamaErrorStyle.INSTANCE;

    static Stream<Recording> refusals() {
        return Stream.of(400, 404)
                .flatMap(OllamaFixture::recordings)
                .filter(recording -> !recording.response().text().contains("exceed_context_size"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRecordedRefusalIsForTheCaller(Recording recording) {
        assertThat(decoded(recording))
                .isInstanceOfSatisfying(
                        BackendRefused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(recording.response().status());
                            assertThat(refused.message()).isNotBlank().doesNotContain("{\"error");
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-context-overflow-single",
                "chat-context-overflow-no-truncate",
                "chat-context-overflow-stream"
            })
    void theRunnersOverflowIsFoundInTheTextOfTheError(String name) {
        assertThat(decoded(Recording.load("ollama/" + name)))
                .isEqualTo(new ContextExceeded(618, 256));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-options-wrong-type",
                "chat-options-stop-string",
                "chat-format-bad",
                "chat-images-not-vision",
                "generate-options-wrong-type",
                "generate-template-bad"
            })
    void whatIsTheCallersFaultIsHisThoughAnOllamaSays500(String name) {
        assertThat(decoded(Recording.load("ollama/" + name)))
                .isInstanceOfSatisfying(
                        BackendRefused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(400);
                            assertThat(refused.type()).isEmpty();
                            assertThat(refused.backendCode()).isEmpty();
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "chat-load-fails",
                "chat-load-crashes",
                "chat-runner-dies",
                "chat-shared-process",
                "busy-queue-full",
                "chat-cloud-name"
            })
    void whatIsTheBackendsFaultIsNotTheCallers(String name) {
        assertThat(decoded(Recording.load("ollama/" + name))).isInstanceOf(BackendFailed.class);
    }

    @Test
    void aRefusedKeyIsNamed() {
        assertThat(BACKEND.decodeError("b", 401, utf8("nope"), Optional.empty()).message())
                .contains("'b'", "401", "apiKeyEnv");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{}", "[]", "{\"error\":{\"message\":\"x\"}}", "5"})
    void anyBodyHasAMessage(String body) {
        Failure failure =
                BACKEND.decodeError("b", 429, utf8(body), Optional.of(Duration.ofSeconds(3)));

        assertThat(failure)
                .isInstanceOfSatisfying(
                        BackendRefused.class,
                        refused -> {
                            assertThat(refused.message()).isNotBlank();
                            assertThat(refused.retryAfter()).hasValue(Duration.ofSeconds(3));
                        });
    }

    @Test
    void everyFailureHasItsStatus() {
        assertThat(
                        Stream.of(
                                        new Failure.Invalid("x", "x"),
                                        new Failure.Unauthenticated("x"),
                                        new Failure.Forbidden("x"),
                                        new Failure.UnknownModel("x", List.of()),
                                        new Failure.TooLarge("x"),
                                        new Failure.Cancelled(),
                                        new Failure.Internal(),
                                        new Failure.BackendUnreachable("b", "x"),
                                        new Failure.BackendFailed("b", "x"),
                                        new Failure.BackendBroke("b", "x"),
                                        new Failure.Overloaded("x", Duration.ofSeconds(1)),
                                        new Failure.BackendTimeout("b", "x", Duration.ofSeconds(1)),
                                        new Failure.DiskFull("x"),
                                        new Loop("x"))
                                .map(ERRORS::status))
                .containsExactly(
                        400, 401, 403, 404, 413, 499, 500, 502, 502, 502, 503, 504, 507, 508);
    }

    @ParameterizedTest
    @CsvSource({"404,404", "429,429", "422,422"})
    void aBackendsRefusalKeepsItsStatus(int status, int expected) {
        assertThat(ERRORS.status(BACKEND.decodeError("b", status, utf8("x"), Optional.empty())))
                .isEqualTo(expected);
    }

    @Test
    void anErrorIsOneText() {
        assertThat(text(ERRORS.body(new Failure.UnknownModel("x\"y", List.of("a:1", "b:2")))))
                .isEqualTo("{\"error\":\"model 'x\\\"y' not found; there are: a:1, b:2\"}");
    }

    private static Failure decoded(Recording recording) {
        return BACKEND.decodeError(
                "b", recording.response().status(), recording.response().body(), Optional.empty());
    }
}
