package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.upstream.client.ServerSideConnection;
import dev.chasqui.application.port.Backend;
import dev.chasqui.domain.model.Zone;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/** The servers of this machine that are found, and their names. */
class LocalBackendsTest {
    private static final ServerDialects DIALECTS = ServerType.LINES;

    @Test
    void theServersThatAnswerAreFoundInTheOrderOfTheirPorts() {
        FakeServer gone = FakeServer.answering("");
        gone.close();
        try (FakeServer llama = Programs.openAi("llamacpp");
                FakeServer ollama = Programs.ollama();
                FakeServer vllm = Programs.openAi("vllm");
                FakeServer other = Programs.openAi("me")) {
            List<Backend> found = finder(ollama, gone, llama, vllm, other).find();

            assertThat(found)
                    .extracting(Backend::name)
                    .containsExactly("ollama", "llama.cpp", "vllm", "openai-" + other.port());
            assertThat(found).extracting(Backend::zone).containsOnly(Zone.RESTRICTED);
            assertThat(((HttpBackend) found.getFirst()).loaded()).hasSize(1);
            assertThat(found.get(1).models()).hasSize(1);
        }
    }

    @Test
    void twoServersOfOneProgramHaveTwoNames() {
        try (FakeServer one = Programs.ollama();
                FakeServer other = Programs.ollama()) {
            assertThat(finder(one, other).find())
                    .extracting(Backend::name)
                    .containsExactly("ollama", "ollama-" + other.port());
        }
    }

    @Test
    void aServerThatIsStillThereIsTheSameBackend() {
        try (FakeServer one = Programs.ollama();
                FakeServer other = Programs.openAi("llamacpp")) {
            LocalBackends finder = finder(one, other);
            List<Backend> first = finder.find();
            List<Backend> second = finder.find();

            assertThat(second).hasSize(2);
            assertThat(second.get(0)).isSameAs(first.get(0));
            assertThat(second.get(1)).isSameAs(first.get(1));
        }
    }

    @Test
    void aServerThatWentAwayIsNotFoundAnyMore() {
        FakeServer server = Programs.ollama();
        LocalBackends finder = finder(server);
        assertThat(finder.find()).hasSize(1);
        server.close();
        assertThat(finder.find()).isEmpty();
    }

    @Test
    void ourOwnListenersAreNotEvenAsked() {
        try (FakeServer own = Programs.ollama()) {
            LocalBackends finder =
                    new LocalBackends(
                            List.of(own.port()),
                            Set.of(own.port())::contains,
                            DIALECTS,
                            "i",
                            _ -> false);
            assertThat(finder.find()).isEmpty();
            assertThat(own.connections()).isEmpty();
        }
    }

    @Test
    void aNameThatIsTakenIsNotGivenAgain() {
        try (FakeServer server = Programs.ollama()) {
            Set<String> taken = Set.of("ollama", "ollama-" + server.port());
            LocalBackends finder =
                    new LocalBackends(
                            List.of(server.port()),
                            port -> false,
                            DIALECTS,
                            "i",
                            taken::contains,
                            Duration.ofSeconds(10));

            assertThat(finder.find())
                    .extracting(Backend::name)
                    .containsExactly("ollama-" + server.port() + "-2");
        }
    }

    @Test
    void aServerOfOurKindIsNoBackend() {
        try (FakeServer marked =
                        FakeServer.answering(
                                HttpAnswers.json(200, "{\"version\":\"1\"}", "X-Chasqui: 0.1.0"));
                FakeServer refusing =
                        FakeServer.answering(HttpAnswers.json(508, "{\"error\":{}}"))) {
            assertThat(finder(marked, refusing).find()).isEmpty();
        }
    }

    @Test
    void aServerThatWantsAKeyIsNotFound() {
        try (FakeServer server =
                Programs.of(
                        "/v1/models", HttpAnswers.json(401, "{\"error\":{\"message\":\"\"}}"))) {
            assertThat(finder(server).find()).isEmpty();
        }
    }

    @Test
    void serversThatAreNoInferenceServersAreNotFound() {
        try (FakeServer page = FakeServer.answering(HttpAnswers.sized(200, "text/html", "<html>"));
                FakeServer other = FakeServer.playing(c -> c.write("220 mail ready\r\n"));
                FakeServer closing = FakeServer.playing(c -> {})) {
            assertThat(finder(page, other, closing).find()).isEmpty();
        }
    }

    @Test
    void aSilentServerDoesNotHoldUpTheOthers() throws Exception {
        try (FakeServer silent = FakeServer.playing(ServerSideConnection::awaitClient);
                FullListener full = new FullListener();
                FakeServer ollama = Programs.ollama()) {
            LocalBackends finder =
                    new LocalBackends(
                            List.of(silent.port(), full.port(), ollama.port()),
                            port -> false,
                            DIALECTS,
                            "i",
                            _ -> false);
            FutureTask<List<Backend>> search = BackendCalls.start(finder::find);

            assertThat(search).succeedsWithin(Duration.ofSeconds(5));
            assertThat(search.get()).extracting(Backend::name).containsExactly("ollama");
            BackendCalls.assertOpens(silent.connections().getFirst().clientLeft());
        }
    }

    @Test
    void theUsualPortsBeginWithOllamas() {
        assertThat(LocalBackends.USUAL_PORTS).startsWith(11434, 8080).doesNotHaveDuplicates();
    }

    private static LocalBackends finder(FakeServer... servers) {
        List<Integer> ports = Stream.of(servers).map(FakeServer::port).toList();
        // The time is long enough for a busy machine.
        return new LocalBackends(
                ports, port -> false, DIALECTS, "i", _ -> false, Duration.ofSeconds(10));
    }
}
