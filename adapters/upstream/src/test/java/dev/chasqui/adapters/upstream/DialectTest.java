package dev.chasqui.adapters.upstream;

import static dev.chasqui.adapters.upstream.BackendCalls.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.model.ModelInfo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A backend of the type {@code auto} finds out the dialect of its server, or reports that it
 * cannot.
 */
class DialectTest {

    @Test
    void aServerThatCallsItselfOllamaIsOne() {
        try (FakeServer server = Programs.ollama()) {
            HttpBackend backend = auto(server);
            assertThat(backend.loaded()).hasSize(1);
            assertThat(backend.loaded()).hasSize(1);
            assertThat(lines(server))
                    .as("asked once")
                    .containsExactly("/api/version", "/", "/api/ps", "/api/ps");
        }
    }

    @Test
    void aServerThatHasBothApisAndDoesNotCallItselfOllamaSpeaksOpenAi() {
        try (FakeServer server = Programs.both()) {
            assertThat(auto(server).models()).extracting(ModelInfo::id).isNotEmpty();
            assertThat(lines(server)).endsWith("/v1/models", "/v1/models");
        }
    }

    @Test
    void aServerThatHasOllamasApiAloneIsAnOllamaWhateverItCallsItself() {
        try (FakeServer server =
                Programs.of("/api/version", HttpAnswers.json(200, "{\"version\":\"0.6.4\"}"))) {
            HttpBackend backend = auto(server);
            assertThat(failure(backend::loaded)).isInstanceOf(Failure.BackendRefused.class);
            assertThat(lines(server)).endsWith("/api/ps");
        }
    }

    @Test
    void aServerThatListsItsModelsAsOpenAiDoesSpeaksOpenAi() {
        try (FakeServer server = Programs.openAi("llamacpp")) {
            HttpBackend backend = auto(server);
            assertThat(backend.models()).extracting(ModelInfo::id).isNotEmpty();
            assertThat(backend.describe("m")).isEmpty();
            assertThat(lines(server)).containsExactly("/api/version", "/v1/models", "/v1/models");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ServerType.class,
            names = {"AUTO", "OLLAMA"})
    void anOllamaIsFoundThoughItsAddressGoesOnWithTheBeginningOfItsPaths(ServerType type) {
        try (FakeServer server = Programs.ollama()) {
            HttpBackend backend =
                    new HttpBackend(
                            BackendEndpoint.of("house", type.ofLines(), server.url() + "/api/"),
                            ServerType.LINES,
                            "i");
            assertThat(backend.loaded()).hasSize(1);
            assertThat(lines(server)).endsWith("/api/ps");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ServerType.class,
            names = {"OPENAI", "OLLAMA"})
    void anAddressWithoutAListOfModelsIsABackendsFailureThatNamesIt(ServerType type) {
        try (FakeServer server = Programs.of("/elsewhere", "")) {
            HttpBackend backend =
                    new HttpBackend(
                            BackendEndpoint.of("house", type.ofLines(), server.url() + "/odd"),
                            ServerType.LINES,
                            "i");
            assertThat(failure(backend::models))
                    .isInstanceOf(Failure.BackendFailed.class)
                    .extracting(Failure::message)
                    .asString()
                    .contains("no list of models at " + server.url() + "/odd/", "check 'url'");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 503})
    void aServerThatWantsAKeyOrStillLoadsIsKnownByItsError(int status) {
        try (FakeServer server =
                Programs.of(
                        "/v1/models", HttpAnswers.json(status, "{\"error\":{\"message\":\"\"}}"))) {
            assertThat(failure(() -> auto(server).models()))
                    .isInstanceOfSatisfying(
                            Failure.BackendRefused.class,
                            refused -> assertThat(refused.status()).isEqualTo(status));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"error\":\"Unexpected endpoint\"}", "[]", "<html>", "{\"data\":"})
    void aServerOfAnotherKindIsAFailure(String body) {
        try (FakeServer server = FakeServer.answering(HttpAnswers.json(200, body))) {
            assertThat(failure(() -> auto(server).models()))
                    .isInstanceOf(Failure.BackendFailed.class)
                    .extracting(Failure::message)
                    .asString()
                    .contains(
                            "speaks none of the known APIs (Ollama, OpenAI) at " + server.url(),
                            "check 'url' and 'type'");
        }
    }

    @Test
    void whatIsNotKnownYetIsAskedAgain() {
        AtomicBoolean ready = new AtomicBoolean();
        try (FakeServer server =
                Programs.answering(
                        path ->
                                ready.get() && path.equals("/v1/models")
                                        ? HttpAnswers.json(200, "{\"data\":[]}")
                                        : HttpAnswers.json(404, "{}"))) {
            HttpBackend backend = auto(server);
            assertThat(failure(backend::models)).isInstanceOf(Failure.BackendFailed.class);
            ready.set(true);
            assertThat(backend.models()).hasSize(1);
        }
    }

    @Test
    void aServerThatIsNotThereIsUnreachableAndNotUnknown() {
        FakeServer gone = FakeServer.answering("");
        gone.close();
        assertThat(failure(() -> auto(gone).models()))
                .isInstanceOf(Failure.BackendUnreachable.class);
    }

    private static HttpBackend auto(FakeServer server) {
        return new HttpBackend(
                BackendEndpoint.of("house", ServerType.AUTO.ofLines(), server.url()),
                ServerType.LINES,
                "i");
    }

    private static List<String> lines(FakeServer server) {
        return server.connections().stream()
                .flatMap(connection -> connection.requests().stream())
                .map(ServerSideConnection.Request::path)
                .toList();
    }
}
