package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.adapters.dialects.anthropic.AnthropicServerDialect;
import dev.chasqui.adapters.dialects.ollama.OllamaServerDialect;
import dev.chasqui.adapters.dialects.openai.server.OpenAiServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.port.registry.ServerInspector.Inspected;
import dev.chasqui.application.port.registry.ServerKey;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.Recording;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The programs that servers are, by the answers that they give, and the addresses they may have.
 */
class HttpServerInspectorTest {
    private static final ServerDialects DIALECTS =
            ServerDialects.of(
                    new OllamaServerDialect(),
                    new OpenAiServerDialect(),
                    new AnthropicServerDialect());

    private static final HttpServerInspector INSPECTOR =
            new HttpServerInspector(port -> port == 11, DIALECTS, "i");

    private FakeBackend server = FakeBackend.start();

    @AfterEach
    void close() {
        server.close();
    }

    private Inspected inspected() {
        return INSPECTOR.inspect("one", server.url().toString(), Optional.empty());
    }

    private FakeBackend listing(String owner) {
        return server.on(
                "GET",
                "/v1/models",
                Answer.json(
                        200,
                        "{\"object\":\"list\",\"data\":[{\"id\":\"m\",\"object\":\"model\","
                                + "\"owned_by\":\""
                                + owner
                                + "\"}]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "vllm,vllm",
        "sglang,sglang",
        "exo,exo",
        "organization_owner,lmstudio",
        "llamacpp,llama.cpp",
        "somebody,generic"
    })
    void mostProgramsAreKnownByTheOwnerOfTheirModels(String owner, String type) {
        listing(owner);

        assertThat(inspected()).isEqualTo(new Inspected(type, List.of()));
    }

    @Test
    void anOllamaIsKnownByItsFrontPage() {
        server.close();
        server = FakeOllama.start("m");

        assertThat(inspected().type()).isEqualTo("ollama");
    }

    @ParameterizedTest
    @CsvSource({"models", "loading-models", "key-missing-models", "router-models"})
    void aLlamaServerIsKnownWhateverItAnswers(String recording) {
        String name = "llama-server/" + recording;
        server.on("GET", Recording.load(name).request().path(), Answer.play(name));

        assertThat(inspected().type()).isEqualTo("llama.cpp");
    }

    @Test
    void anAnthropicServerIsKnownByTheFormOfItsList() {
        server.on(
                "GET",
                "/v1/models",
                Answer.json(
                        200, "{\"data\":[{\"type\":\"model\",\"id\":\"m\"}],\"has_more\":false}"));

        assertThat(inspected().type()).isEqualTo("anthropic");
    }

    @Test
    void anLmStudioOfAnotherOwnerIsKnownByItsOwnList() {
        listing("somebody").on("GET", "/api/v0/models", Answer.json(200, "{\"data\":[]}"));

        assertThat(inspected().type()).isEqualTo("lmstudio");
    }

    @Test
    void aLocalAiIsKnownByItsBackends() {
        listing("").on("GET", "/system", Answer.json(200, "{\"backends\":[\"llama-cpp\"]}"));

        assertThat(inspected().type()).isEqualTo("localai");
    }

    @Test
    void aServerThatDemandsAKeyDoesSoWhateverProgramItIs() {
        server.on("GET", "/v1/models", Answer.json(401, "{\"error\":{\"message\":\"a key\"}}"))
                .on("GET", "/system", Answer.json(200, "{\"backends\":[\"llama-cpp\"]}"));

        assertThat(inspected()).isEqualTo(new Inspected("localai", List.of(), false));
    }

    @Test
    void textEmbeddingsInferenceHasOneModelAndNoList() {
        server.on(
                "GET",
                "/info",
                Answer.json(
                        200,
                        "{\"model_id\":\"BAAI/bge-m3\",\"model_type\":{\"embedding\":{}},"
                                + "\"max_client_batch_size\":32}"));

        assertThat(inspected()).isEqualTo(new Inspected("tei", List.of("BAAI/bge-m3")));
    }

    @Test
    void anotherChasquiIsRefusedThoughItAnswersAsAnLmStudioDoes() {
        String list = "{\"object\":\"list\",\"data\":[]}";
        for (String path : List.of("/v1/models", "/api/v0/models")) {
            server.on(
                    "GET",
                    path,
                    (_, reply) ->
                            reply.raw(
                                    "HTTP/1.1 200 OK\r\nX-Chasqui: 1\r\nContent-Length: %d\r\n\r\n%s"
                                            .formatted(list.length(), list)
                                            .getBytes(StandardCharsets.US_ASCII)));
        }

        assertThatThrownBy(this::inspected)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class))
                .hasMessageContaining("is a Chasqui")
                .hasMessageNotContaining("force");
    }

    @Test
    void theKeyIsSentAndNeverTold() {
        server.on("GET", "/v1/models", Answer.choose(one -> Answer.json(500, one.toString())));

        assertThatThrownBy(
                        () ->
                                INSPECTOR.inspect(
                                        "one",
                                        server.url().toString(),
                                        Optional.of(new ServerKey("sk-marked"))))
                .isInstanceOf(FailureException.class)
                .hasMessageContaining("it speaks none of the known APIs")
                .hasMessageNotContaining("marked");
        assertThat(server.received("/v1/models").getFirst().message().header("Authorization"))
                .contains("Bearer sk-marked");
    }

    @Test
    void aServerThatDoesNotAnswerIsUnreachable() {
        server.close();

        assertThatThrownBy(this::inspected)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.BackendUnreachable.class))
                .hasMessageContaining("\"force\": true takes it without asking");
    }

    @ParameterizedTest
    @CsvSource({
        "http://Desk.example:8080/v1/,http://desk.example:8080",
        "HTTP://10.0.0.5:80,http://10.0.0.5",
        "https://h.example/api/v4,https://h.example/api/v4",
        "https://h.example/api/v4/v1,https://h.example/api/v4/v1"
    })
    void anAddressHasOneSpelling(String written, String expected) {
        assertThat(INSPECTOR.admit(written)).isEqualTo(expected);
        assertThat(INSPECTOR.admit(expected)).isEqualTo(expected);
    }

    @Test
    void thisServerItselfIsRefused() {
        assertThatThrownBy(() -> INSPECTOR.admit("http://127.0.0.1:11"))
                .hasMessage(
                        "url: http://127.0.0.1:11 is this server itself (expected: another"
                                + " server)");
        assertThat(INSPECTOR.admit("http://127.0.0.1:12")).isEqualTo("http://127.0.0.1:12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b", "a^b", "{a}", "<a>", "a\\b", "%zz", "a%2", "`"})
    void aPathThatNoUrlMayHaveIsRefusedInWords(String path) {
        assertThatThrownBy(() -> INSPECTOR.admit("http://127.0.0.1:12/" + path))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class))
                .hasMessageContaining("has a path with a character that no path may have");
    }

    @Test
    void aRegisteredServerIsNeverConnectedToAtAForbiddenAddress() {
        HttpBackend backend =
                new HttpBackend(
                        endpoint("http://169.254.169.254", Optional.empty()), DIALECTS, "i");

        assertThatThrownBy(backend::models)
                .hasMessageContaining("its address is not one that may be called");
    }

    @Test
    void aServerThatCountsAsRestrictedByItsNameMustBeNear() {
        InetAddress far = InetAddress.ofLiteral("8.8.8.8");
        for (String near : List.of("http://desk.local", "http://desk.internal:8080")) {
            BackendEndpoint byName = endpoint(near, Optional.empty());
            assertThat(byName.rule().allows(far)).isFalse();
            assertThat(byName.rule().allows(InetAddress.ofLiteral("10.0.0.5"))).isTrue();
            assertThat(byName.rule().allows(InetAddress.ofLiteral("169.254.169.254"))).isFalse();
            assertThat(endpoint(near, Optional.of(Zone.RESTRICTED)).rule().allows(far)).isTrue();
        }
        assertThat(endpoint("http://gpu.example", Optional.empty()).rule().allows(far)).isTrue();
    }

    @Test
    void aRegisteredServerHasTheZoneThatWasNamedOrElseThatOfItsAddress() {
        assertThat(zone("http://gpu1", Optional.empty())).isEqualTo(Zone.OPEN);
        assertThat(zone("http://gpu1", Optional.of(Zone.RESTRICTED))).isEqualTo(Zone.RESTRICTED);
        assertThat(zone("http://10.0.0.5", Optional.empty())).isEqualTo(Zone.RESTRICTED);
        assertThat(zone("http://10.0.0.5", Optional.of(Zone.OPEN))).isEqualTo(Zone.OPEN);
    }

    private static Zone zone(String url, Optional<Zone> named) {
        return new HttpBackend(endpoint(url, named), DIALECTS, "i").zone();
    }

    private static BackendEndpoint endpoint(String url, Optional<Zone> zone) {
        return BackendEndpoint.of(
                new ServerEntry(
                        "one", url, Set.of(), Optional.empty(), zone, Optional.empty(), List.of()),
                DIALECTS);
    }
}
