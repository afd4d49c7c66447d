package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A hosted service gets requests at its own paths, with its key, and without a member that it would
 * refuse. Stand-ins at other addresses take the place of the services.
 */
class HostedServicesTest {
    private static final String OLLAMAS =
            """
            {"model":"%s","stream":%b,"messages":[{"role":"user","content":"Hi"},\
            {"role":"assistant","content":"Yes?","thinking":"Hm."},{"role":"user","content":"Go"}],\
            "think":false,"logprobs":true,"options":{"temperature":0.5,"seed":7,"num_predict":9,\
            "top_k":40,"min_p":0.1,"typical_p":0.9,"repeat_penalty":1.1,"repeat_last_n":64,\
            "mirostat":2,"num_keep":4,"num_ctx":2048,"stop":["END"],"presence_penalty":0.25}}\
            """;

    private static FakeBackend backend;
    private static StartedServer server;

    @BeforeAll
    static void start() {
        backend = FakeBackend.start();
        server =
                StartedServer.in(
                        Map.of(
                                "GEMINI_API_KEY", "key-of-google",
                                "MISTRAL_API_KEY", "key-of-mistral",
                                "OPENROUTER_API_KEY", "key-of-openrouter",
                                "DEEPSEEK_API_KEY", "key-of-deepseek",
                                "TOGETHER_API_KEY", "key-of-together"),
                        """
                        {"backends":[{"type":"google","url":"%1$s/v1beta/openai"},
                        {"type":"mistral","url":"%1$s/mistral/v1"},
                        {"type":"openrouter","url":"%1$s/api/v1"},
                        {"type":"deepseek","url":"%1$s/deep"},
                        {"type":"together","url":"%1$s/together/v1/"},
                        {"type":"openai","url":"%1$s/api/paas/v4","name":"versioned"},
                        {"type":"openai","url":"%1$s/v1/tenants/7","name":"tenant"}]}\
                        """
                                .formatted(backend.url()));
    }

    @AfterAll
    static void stop() {
        server.close();
        backend.close();
    }

    @BeforeEach
    void reset() {
        backend.forget();
        backend.on(
                "GET",
                "/v1beta/openai/models",
                Answer.json(
                        200,
                        """
                        {"object":"list","data":[{"id":"models/gemini-x","object":"model",\
                        "owned_by":"google"}]}\
                        """));
        backend.on(
                "GET",
                "/together/v1/models",
                Answer.json(200, "[{\"id\":\"a/llama\",\"object\":\"model\",\"type\":\"chat\"}]"));
        serve("/mistral/v1", "mistral-x");
        serve("/api/v1", "a/router-x");
        serve("/deep/v1", "deep-x");
        serve("/api/paas/v4", "glm-x");
        serve("/v1/tenants/7", "tenant-x");
        for (String base : List.of("/v1beta/openai", "/together/v1")) {
            backend.on("POST", base + "/chat/completions", FakeOpenAi.chat("Hello there!"));
        }
    }

    private static void serve(String base, String model) {
        backend.on("GET", base + "/models", FakeOpenAi.models(model));
        backend.on("POST", base + "/chat/completions", FakeOpenAi.chat("Hello there!"));
    }

    private static WireMessage ask(String path, String body) throws IOException {
        return RawHttp.post(server.port(), path, body);
    }

    private static Json.Obj asked(String base) {
        return Reply.parse(backend.received(base + "/chat/completions").getLast().message().text());
    }

    @ParameterizedTest
    @CsvSource({
        "gemini-x,   /v1beta/openai, key-of-google",
        "mistral-x,  /mistral/v1,    key-of-mistral",
        "a/router-x, /api/v1,        key-of-openrouter",
        "deep-x,     /deep/v1,       key-of-deepseek",
        "a/llama,    /together/v1,   key-of-together",
        "glm-x,      /api/paas/v4,   ''",
        "tenant-x,   /v1/tenants/7,  ''"
    })
    void aChatGoesToItsOwnPathWithItsKey(String model, String base, String key) throws IOException {
        String body =
                "{\"model\":\""
                        + model
                        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

        WireMessage answer = ask("/v1/chat/completions", body);

        assertThat(answer.status()).isEqualTo(200);
        WireMessage sent = backend.received(base + "/chat/completions").getLast().message();
        assertThat(sent.text()).isEqualTo(body);
        assertThat(sent.headers("Authorization"))
                .isEqualTo(key.isEmpty() ? List.of() : List.of("Bearer " + key));
    }

    @Test
    void otherPathsOfTheApiHaveItsBaseToo() throws IOException {
        backend.on("POST", "/v1beta/openai/embeddings", Answer.json(200, "{}"));
        backend.on("POST", "/v1beta/openai/images/generations", Answer.json(200, "{\"data\":[]}"));

        var _ = ask("/v1/embeddings", "{\"model\":\"gemini-x\",\"input\":\"a\"}");
        WireMessage image =
                ask("/v1/images/generations", "{\"model\":\"gemini-x\",\"prompt\":\"a\"}");

        assertThat(backend.received("/v1beta/openai/embeddings")).hasSize(1);
        assertThat(image.text()).isEqualTo("{\"data\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "gemini-x   | /v1beta/openai | {'temperature':0.5,'max_tokens':9,'stop':['END']}",
                "mistral-x  | /mistral/v1    |"
                    + " {'temperature':0.5,'random_seed':7,'max_tokens':9,'stop':['END'],'presence_penalty':0.25}",
                "a/router-x | /api/v1        |"
                    + " {'temperature':0.5,'seed':7,'max_tokens':9,'top_k':40,'min_p':0.1,'stop':['END'],'presence_penalty':0.25,'logprobs':true}"
            })
    void anOllamasClientLosesWhatTheServiceWouldRefuse(String model, String base, String quoted)
            throws IOException {
        WireMessage answer = ask("/api/chat", OLLAMAS.formatted(model, false));

        Json.Obj kept = Reply.parse(quoted.replace('\'', '"'));
        Json.Obj sent = asked(base).without("model").without("messages");
        assertThat(sent.members()).containsExactlyInAnyOrderEntriesOf(kept.members());
        assertThat(asked(base).get("messages"))
                .hasToString(
                        """
                        Optional[[{"role":"user","content":"Hi"},\
                        {"role":"assistant","content":"Yes?"},{"role":"user","content":"Go"}]]\
                        """);
        List<String> dropped = List.of(answer.headers("X-Chasqui-Dropped").getFirst().split(", "));
        assertThat(dropped)
                .contains(
                        "think",
                        "messages.thinking",
                        "options.typical_p",
                        "options.repeat_penalty",
                        "options.repeat_last_n",
                        "options.mirostat",
                        "options.num_keep",
                        "options.num_ctx");
        assertThat(dropped.contains("options.top_k")).isEqualTo(kept.get("top_k").isEmpty());
        assertThat(dropped.contains("options.seed")).isEqualTo(model.equals("gemini-x"));
        assertThat(dropped.contains("logprobs")).isEqualTo(!model.equals("a/router-x"));
    }

    @Test
    void anAnthropicsClientLosesWhatTheServiceWouldRefuse() throws IOException {
        WireMessage answer =
                ask(
                        "/v1/messages",
                        """
                        {"model":"mistral-x","max_tokens":9,"top_k":40,"temperature":0.5,"messages":[\
                        {"role":"user","content":"Hi"},{"role":"assistant","content":[\
                        {"type":"thinking","thinking":"Hm.","signature":"x"},\
                        {"type":"text","text":"Yes?"}]},{"role":"user","content":"Go"}]}\
                        """);

        assertThat(asked("/mistral/v1"))
                .hasToString(
                        """
                        {"model":"mistral-x","messages":[{"role":"user","content":"Hi"},\
                        {"role":"assistant","content":"Yes?"},{"role":"user","content":"Go"}],\
                        "max_tokens":9,"temperature":0.5}\
                        """);
        assertThat(answer.headers("X-Chasqui-Dropped").getFirst().split(", "))
                .contains("top_k", "messages.thinking");
    }

    @Test
    void mistralGetsIdsOfItsOwnForm() throws IOException {
        var _ =
                ask(
                        "/api/chat",
                        """
                        {"model":"mistral-x","stream":false,"messages":[{"role":"user","content":"Hi"},\
                        {"role":"assistant","content":"","tool_calls":[\
                        {"id":"toolu_01A","function":{"name":"f","arguments":{}}},\
                        {"id":"Ab3456789","function":{"name":"f","arguments":{}}},\
                        {"function":{"name":"f","arguments":{}}}]},\
                        {"role":"tool","tool_name":"f","tool_call_id":"toolu_01A","content":"a"},\
                        {"role":"tool","tool_name":"f","tool_call_id":"Ab3456789","content":"b"},\
                        {"role":"tool","tool_name":"f","content":"c"}]}\
                        """);

        String sent = asked("/mistral/v1").toString();
        List<String> ids =
                Pattern.compile("\"(?:id|tool_call_id)\":\"([A-Za-z0-9]{9})\"")
                        .matcher(sent)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(ids).hasSize(6);
        assertThat(ids.subList(0, 3)).isEqualTo(ids.subList(3, 6)).doesNotHaveDuplicates();
        assertThat(ids.get(1)).isEqualTo("Ab3456789");
    }

    @Test
    void aServiceThatTakesThoughtsGetsThem() throws IOException {
        var _ = ask("/api/chat", OLLAMAS.formatted("deep-x", false));

        assertThat(asked("/deep/v1").toString()).contains("\"reasoning_content\":\"Hm.\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/chat/completions", "/api/chat"})
    void aStreamIsNotAskedForItsUsageWhereThatIsRefused(String path) throws IOException {
        for (String model : List.of("mistral-x", "gemini-x")) {
            WireMessage answer =
                    ask(
                            path,
                            "{\"model\":\"%s\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}"
                                    .formatted(model));
            assertThat(answer.status()).isEqualTo(200);
        }

        assertThat(asked("/mistral/v1").get("stream_options")).isEmpty();
        assertThat(asked("/v1beta/openai").get("stream_options"))
                .hasToString("Optional[{\"include_usage\":true}]");
    }

    @Test
    void aServiceIsAskedForNothingButItsModels() throws IOException {
        String longText = "word ".repeat(2_000);
        var _ =
                ask(
                        "/v1/chat/completions",
                        "{\"model\":\"mistral-x\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                                .formatted(longText));
        var _ = RawHttp.get(server.port(), "/api/ps");
        var _ = ask("/api/generate", "{\"model\":\"mistral-x\",\"prompt\":\"a\",\"suffix\":\"b\"}");

        assertThat(backend.received())
                .extracting(one -> one.message().path())
                .filteredOn(path -> path.startsWith("/mistral"))
                .containsOnly("/mistral/v1/models", "/mistral/v1/chat/completions");
    }

    @Test
    void anErrorWithinAListIsRead() throws IOException {
        backend.on(
                "POST",
                "/v1beta/openai/chat/completions",
                Answer.json(
                        400,
                        """
                        [{"error":{"code":400,"message":"Unknown name \\"seed\\"",\
                        "status":"INVALID_ARGUMENT"}}]\
                        """));

        WireMessage answer =
                ask(
                        "/v1/chat/completions",
                        "{\"model\":\"gemini-x\",\"seed\":1,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("\"message\":\"Unknown name \\\"seed\\\"\"");
    }
}
