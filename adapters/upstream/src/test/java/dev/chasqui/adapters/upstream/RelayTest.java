package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.Forward;
import dev.chasqui.application.port.Forwarded;
import dev.chasqui.application.port.RequestContent;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Tests of relayed calls: answers are returned unchanged, errors become failures. */
class RelayTest {

    @Test
    void anAnswerComesBackUnchanged() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.sized(200, "audio/mpeg", "snd"));
                Forwarded answer = relay(server)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headers())
                    .containsEntry("content-type", "audio/mpeg")
                    .containsEntry("content-length", "3");
            assertThat(answer.body().next()).isEqualTo("snd".getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | {"error":{"code":404,"message":"File Not Found"}}
                    404 | {"detail":"Not Found"}
                    404 | 404 page not found
                    405 | {"detail":"Method Not Allowed"}
                    501 | {"error":{"code":501,"message":"not built","type":"not_supported_error"}}
                    """)
    void aServerThatDoesNotServeThePathIsNamedAndAnotherMayAnswer(int status, String body) {
        assertThat(refused(status, body))
                .isInstanceOfSatisfying(
                        Failure.BackendRefused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(400);
                            assertThat(refused.message())
                                    .isEqualTo(
                                            "backend 'house', which has the model 'm', does not"
                                                    + " serve /v1/audio/speech");
                            assertThat(refused.mayFailOver()).isTrue();
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    404 | 404 | {"error":{"message":"The model `m` does not exist."}}
                    400 | 400 | {"error":{"message":"voice is missing","param":"voice"}}
                    501 | 400 | {"error":{"code":501,"message":"This server does not support reranking. Start it with `--reranking`","type":"not_supported_error"}}
                    501 | 400 | {"error":{"code":501,"message":"The current model does not support audio input.","type":"not_supported_error"}}
                    """)
    void aRefusalThatSaysWhatIsWrongIsTheServersOwn(int status, int told, String body) {
        assertThat(refused(status, body))
                .isInstanceOfSatisfying(
                        Failure.BackendRefused.class,
                        refused -> {
                            assertThat(refused.status()).isEqualTo(told);
                            assertThat(body).contains(refused.message());
                        });
    }

    @ParameterizedTest
    @CsvSource({"500", "503", "302", "401"})
    void aFaultOfTheServerIsAFailure(int status) {
        assertThat(refused(status, "{}")).isInstanceOf(Failure.BackendFailed.class);
    }

    private static Failure refused(int status, String body) {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(status, body))) {
            return failure(() -> relay(server));
        }
    }

    private static Forwarded relay(FakeServer server) {
        return new HttpBackend(
                        BackendEndpoint.of("house", ServerType.OPENAI.real(), server.url()),
                        ServerType.REAL,
                        "instance-1")
                .relay(
                        new Forward(
                                "m",
                                "POST",
                                "/v1/audio/speech?a=b",
                                Optional.of("application/json"),
                                RequestContent.none()),
                        Asker.NOBODY,
                        new Cancellation());
    }
}
