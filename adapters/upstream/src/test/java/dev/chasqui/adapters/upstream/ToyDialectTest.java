package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.chasqui.adapters.dialects.ollama.OllamaServerDialect;
import dev.chasqui.adapters.dialects.openai.server.OpenAiServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A new dialect of servers takes one package and one line of wiring. */
class ToyDialectTest {
    private static final ServerDialects DIALECTS =
            ServerDialects.of(
                    new OllamaServerDialect(), new OpenAiServerDialect(), new ToyServers());

    private static FakeServer toy() {
        return Programs.answering(
                path ->
                        switch (path) {
                            case ToyServers.PATH ->
                                    HttpAnswers.json(200, "{\"toy\":\"bear\",\"reads\":7}");
                            case "/v1/models" -> HttpAnswers.json(404, "teddy");
                            case "/v1/chat/completions" -> HttpAnswers.STREAM;
                            default -> HttpAnswers.json(404, "{}");
                        });
    }

    private static HttpBackend backend(FakeServer server, Optional<ServerDialect> dialect) {
        BackendEndpoint plain = BackendEndpoint.of("house", dialect, server.url());
        return new HttpBackend(
                new BackendEndpoint(
                        plain.name(),
                        plain.dialect(),
                        plain.url(),
                        Optional.of(new ServerKey("sk-toy")),
                        plain.zone(),
                        Timeouts.DEFAULT),
                DIALECTS,
                "i");
    }

    @Test
    void aConfiguredBackendOfItsTypeSpeaksIt() {
        try (FakeServer server = toy()) {
            HttpBackend backend = backend(server, Optional.of(DIALECTS.get("TOY")));
            assertThat(BackendCalls.ask(backend)).containsExactly("one", "two");
            assertThat(backend.contextLength("m")).hasValue(7);
            assertThat(backend.loaded()).isEmpty();
            assertThat(backend.describe("m")).isEmpty();
            assertThat(requests(server))
                    .allSatisfy(
                            request ->
                                    assertThat(request.headers())
                                            .contains("X-Toy-Key: sk-toy")
                                            .noneMatch(h -> h.startsWith("Authorization")));
        }
    }

    @Test
    void aServerThatIsAskedWhatItSpeaksIsFound() {
        try (FakeServer server = toy()) {
            HttpBackend backend = backend(server, Optional.empty());
            assertThat(BackendCalls.ask(backend)).containsExactly("one", "two");
            assertThat(requests(server))
                    .extracting(ServerSideConnection.Request::path)
                    .containsExactly(
                            "/api/version", "/v1/models", ToyServers.PATH, "/v1/chat/completions");
            assertThat(requests(server).getLast().headers()).contains("X-Toy-Key: sk-toy");
        }
    }

    @Test
    void aServerOfThisMachineIsFoundByTheNameOfItsProgram() {
        try (FakeServer server = toy()) {
            LocalBackends finder =
                    new LocalBackends(
                            List.of(server.port()),
                            port -> false,
                            DIALECTS,
                            "i",
                            _ -> false,
                            Duration.ofSeconds(10));
            Backend found = finder.find().getFirst();
            assertThat(found.name()).isEqualTo("bear");
            try (ChatReply reply =
                    found.ability(ChatAbility.class)
                            .orElseThrow()
                            .chat(BackendCalls.question("?"), new Cancellation())
                            .reply()) {
                assertThat(BackendCalls.texts(reply)).containsExactly("one", "two");
            }
        }
    }

    @Test
    void aTypeThatNobodyHasIsRefusedWithThoseThereAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DIALECTS.get("doll"))
                .withMessage("type: doll (expected: one of [ollama, openai, toy])");
    }

    private static List<ServerSideConnection.Request> requests(FakeServer server) {
        return server.connections().stream()
                .flatMap(connection -> connection.requests().stream())
                .toList();
    }
}
