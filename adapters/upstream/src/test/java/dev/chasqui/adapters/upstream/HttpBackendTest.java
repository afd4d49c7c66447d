package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.ask;
import static dev.chasqui.adapters.upstream.BackendCalls.backend;
import static dev.chasqui.adapters.upstream.BackendCalls.failure;
import static dev.chasqui.adapters.upstream.BackendCalls.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.ModelDescription;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.LoadedModel;
import dev.chasqui.domain.model.ModelInfo;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;

/** The requests and replies of a working backend, and the answers that are failures. */
class HttpBackendTest extends BackendContract {

    @Override
    FakeServer.Script answeringTwoTexts() {
        return connection -> {
            while (connection.readRequest() != null) {
                connection.write(HttpAnswers.STREAM);
            }
        };
    }

    @Override
    HttpBackend backendAt(FakeServer server) {
        return backend(server);
    }

    @Test
    void aRequestCarriesWhatServersNeedAndNothingOfTheClient() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.STREAM)) {
            ask(backend(server));

            ServerSideConnection.Request request =
                    server.connections().getFirst().requests().getFirst();
            assertThat(request.line()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
            assertThat(request.body()).isEqualTo("?");
            assertThat(request.headers())
                    .containsExactlyInAnyOrder(
                            "Host: 127.0.0.1:" + server.port(),
                            "User-Agent: chasqui",
                            "Accept: application/json, text/event-stream, application/x-ndjson",
                            "Accept-Encoding: identity",
                            "X-Chasqui-Hop: instance-1",
                            "Content-Type: application/json",
                            "Content-Length: 1");
        }
    }

    @Test
    void theKeyGoesToTheServerAndNowhereElse() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.STREAM)) {
            BackendEndpoint plain =
                    BackendEndpoint.of("house", ServerType.OPENAI.ofLines(), server.url());
            BackendEndpoint withKey =
                    new BackendEndpoint(
                            plain.name(),
                            plain.dialect(),
                            plain.url(),
                            Optional.of(new ServerKey("sk-secret")),
                            Optional.empty(),
                            plain.timeouts());
            HttpBackend backend = new HttpBackend(withKey, ServerType.LINES, "i");
            ask(backend);

            assertThat(server.connections().getFirst().requests().getFirst().headers())
                    .contains("Authorization: Bearer sk-secret");
            assertThat(backend + " " + withKey).doesNotContain("secret");
        }
    }

    @Test
    void aPathBeforeV1IsKept() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.STREAM)) {
            ask(backend(server.url() + "/openai/v1/", Timeouts.DEFAULT));

            assertThat(server.connections().getFirst().requests().getFirst().line())
                    .isEqualTo("POST /openai/v1/chat/completions HTTP/1.1");
        }
    }

    @Test
    void whatTheDialectDroppedIsTold() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.STREAM)) {
            assertThat(backend(server).chat(question("?"), new Cancellation()).dropped())
                    .containsExactly("dropped");
        }
    }

    @Test
    void aWholeAnswerIsTakenAlsoWhereAStreamWasAskedFor() {
        try (FakeServer server =
                FakeServer.answering(
                        HttpAnswers.sized(200, "Application/JSON; charset=utf-8", "all of it"))) {
            assertThat(ask(backend(server))).containsExactly("all of it");
        }
    }

    @Test
    void aLongRequestArrivesWhole() {
        String longText = "0123456789".repeat(100_000);
        try (FakeServer server = FakeServer.answering(HttpAnswers.STREAM)) {
            HttpBackend backend = backend(server);
            assertThat(
                            BackendCalls.texts(
                                    backend.chat(question(longText), new Cancellation()).reply()))
                    .containsExactly("one", "two");

            assertThat(server.connections().getFirst().requests().getFirst().body())
                    .isEqualTo(longText);
        }
    }

    @Test
    void anErrorIsDecodedWithItsRetryAfter() {
        try (FakeServer server =
                FakeServer.answering(HttpAnswers.json(429, "slow down", "Retry-After: 7"))) {
            assertThat(failure(() -> ask(backend(server))))
                    .isEqualTo(
                            new Failure.BackendRefused(
                                    "house",
                                    429,
                                    "slow down",
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(Duration.ofSeconds(7))));
        }
    }

    @Test
    void anEndlessErrorIsCut() {
        try (FakeServer server =
                FakeServer.answering(HttpAnswers.json(400, "x".repeat(1_000_000)))) {
            assertThat(failure(() -> ask(backend(server))))
                    .isInstanceOfSatisfying(
                            Failure.BackendRefused.class,
                            refused -> {
                                assertThat(refused.status()).isEqualTo(400);
                                assertThat(refused.message()).hasSize(256 * 1024);
                            });
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (FakeServer elsewhere = FakeServer.answering(HttpAnswers.STREAM);
                FakeServer server =
                        FakeServer.answering(
                                HttpAnswers.json(307, "", "Location: " + elsewhere.url()))) {
            assertThat(failure(() -> ask(backend(server))))
                    .isInstanceOf(Failure.BackendFailed.class)
                    .extracting(Failure::message)
                    .asString()
                    .contains("status 307", "check 'url'");
            assertThat(elsewhere.connections()).isEmpty();
        }
    }

    @Test
    void anAnswerOfAnotherTypeIsNamedAndNotQuoted() {
        try (FakeServer server =
                FakeServer.answering(HttpAnswers.sized(200, "text/html", "<secret>"))) {
            assertThat(failure(() -> ask(backend(server))).message())
                    .contains("'house'", "text/html")
                    .doesNotContain("secret");
        }
    }

    @Test
    void aCompressedAnswerIsRefused() {
        try (FakeServer server =
                FakeServer.answering(
                        HttpAnswers.json(200, "\u001f\u008b", "Content-Encoding: gzip"))) {
            assertThat(failure(() -> ask(backend(server))))
                    .isEqualTo(
                            new Failure.BackendFailed(
                                    "house",
                                    "it compressed its answer, which the request does not allow"));
        }
    }

    @Test
    void anAnswerWithoutAnythingIsAFailure() {
        try (FakeServer server = FakeServer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
            assertThat(failure(() -> ask(backend(server))))
                    .isEqualTo(
                            new Failure.BackendFailed(
                                    "house", "it answered without a Content-Type"));
        }
    }

    @Test
    void modelsAreListed() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(200, "small\nlarge"))) {
            assertThat(backend(server).models())
                    .extracting(ModelInfo::id)
                    .containsExactly("small", "large");
            assertThat(server.connections().getFirst().requests().getFirst().line())
                    .isEqualTo("GET /v1/models HTTP/1.1");
        }
    }

    @Test
    void anOpenAiServerShowsNoModelAndNeedNotSayWhatRuns() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(200, "{}"))) {
            assertThat(backend(server).describe("m")).isEmpty();
            assertThat(server.connections()).isEmpty();
            assertThat(backend(server).loaded()).isEmpty();
        }
    }

    @Test
    void anOllamaShowsItsModels() {
        try (FakeServer server =
                FakeServer.answering(HttpAnswers.json(200, "{\"capabilities\":[\"tools\"]}"))) {
            assertThat(ollama(server).describe("m:latest").map(ModelDescription::members))
                    .hasToString("Optional[{\"capabilities\":[\"tools\"]}]");
            ServerSideConnection.Request request =
                    server.connections().getFirst().requests().getFirst();
            assertThat(request.line()).isEqualTo("POST /api/show HTTP/1.1");
            assertThat(request.body()).isEqualTo("{\"model\":\"m:latest\"}");
        }
    }

    @Test
    void anOllamaSaysWhatRuns() {
        try (FakeServer server =
                FakeServer.answering(HttpAnswers.json(200, "{\"models\":[{\"name\":\"m\"}]}"))) {
            assertThat(ollama(server).loaded())
                    .containsExactly(LoadedModel.of("m", OptionalInt.empty()));
        }
    }

    @Test
    void anOllamaThatTellsNonsenseIsAFailure() {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(200, "{"))) {
            assertThat(failure(() -> ollama(server).loaded()))
                    .isEqualTo(
                            new Failure.BackendFailed("house", "its answer is not a JSON object"));
        }
    }

    @Test
    void theZoneIsWhatTheConfigSaysOrElseTheAddress() {
        BackendEndpoint near =
                BackendEndpoint.of("near", ServerType.OPENAI.ofLines(), "http://127.0.0.1:1");
        BackendEndpoint declared =
                new BackendEndpoint(
                        "far",
                        ServerType.OPENAI.ofLines(),
                        near.url(),
                        Optional.empty(),
                        Optional.of(Zone.OPEN),
                        Timeouts.DEFAULT);
        assertThat(new HttpBackend(near, ServerType.LINES, "i").zone()).isEqualTo(Zone.RESTRICTED);
        assertThat(new HttpBackend(declared, ServerType.LINES, "i").zone()).isEqualTo(Zone.OPEN);
    }

    @Test
    void manyExchangesAtOnceEachGetTheirOwnReply() {
        try (FakeServer server =
                FakeServer.playing(
                        connection -> {
                            for (var request = connection.readRequest();
                                    request != null;
                                    request = connection.readRequest()) {
                                connection.write(
                                        HttpAnswers.STREAM_HEAD
                                                + HttpAnswers.chunk(request.body() + "\n")
                                                + HttpAnswers.chunk(".\n")
                                                + "0\r\n\r\n");
                            }
                        })) {
            HttpBackend backend = backend(server);
            List<FutureTask<List<String>>> tasks =
                    IntStream.range(0, 50)
                            .mapToObj(
                                    i ->
                                            BackendCalls.start(
                                                    () ->
                                                            BackendCalls.texts(
                                                                    backend.chat(
                                                                                    question(
                                                                                            "q"
                                                                                                    + i),
                                                                                    new Cancellation())
                                                                            .reply())))
                            .toList();
            for (int i = 0; i < tasks.size(); i++) {
                assertThat(tasks.get(i))
                        .succeedsWithin(Duration.ofSeconds(10))
                        .isEqualTo(List.of("q" + i));
            }
        }
    }

    private static HttpBackend ollama(FakeServer server) {
        return new HttpBackend(
                BackendEndpoint.of("house", ServerType.OLLAMA.ofLines(), server.url()),
                ServerType.LINES,
                "i");
    }
}
