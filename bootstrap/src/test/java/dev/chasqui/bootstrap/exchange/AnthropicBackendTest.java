package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Tests with clients of every dialect in front of a backend that speaks Anthropic's. */
class AnthropicBackendTest {
    private static final String MESSAGES = "/v1/messages";
    private static final String KEY = "sk-ant-0123456789";
    private static final String MODELS =
            """
            {"data":[{"type":"model","id":"claude-x","display_name":"Claude X",\
            "created_at":"2026-02-19T00:00:00Z","max_input_tokens":200000,"max_tokens":64000}],\
            "has_more":false,"first_id":"claude-x","last_id":"claude-x"}\
            """;

    /** A stream as the documentation shows it: a ping, signed reasoning, a text, two tool calls. */
    private static final String STREAM =
            """
            event: message_start
            data: {"type":"message_start","message":{"id":"msg_01","type":"message","role":"assistant","model":"claude-x","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":2,"cache_read_input_tokens":5,"output_tokens":1,"service_tier":"standard"}}}

            event: content_block_start
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            event: ping
            data: {"type": "ping"}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me see."}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"EqQBCgIY"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":0}

            event: content_block_start
            data: {"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"I look."}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":1}

            event: content_block_start
            data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_1","name":"Read","input":{}}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{\\"path\\":"}}

            event: content_block_delta
            data: {"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"\\"a.txt\\"}"}}

            event: content_block_stop
            data: {"type":"content_block_stop","index":2}

            event: message_delta
            data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":89}}

            event: message_stop
            data: {"type":"message_stop"}

            """;

    private static final String WHOLE =
            """
            {"id":"msg_02","type":"message","role":"assistant","model":"claude-x","content":[\
            {"type":"thinking","thinking":"Let me see.","signature":"EqQBCgIY"},\
            {"type":"text","text":"Hello there!","citations":null}],\
            "stop_reason":"stop_sequence","stop_sequence":"END","container":null,\
            "usage":{"input_tokens":10,"cache_creation_input_tokens":2,"cache_read_input_tokens":5,\
            "output_tokens":3,"service_tier":"standard"}}\
            """;

    private static FakeBackend backend;
    private static StartedServer server;

    @BeforeAll
    static void start() throws IOException {
        backend = FakeBackend.start();
        Path key = Files.writeString(Files.createTempFile("chasqui-test", ".key"), KEY);
        server =
                StartedServer.of(
                        """
                        {"backends":[{"name":"claude","type":"anthropic","url":"%s",\
                        "apiKeyFile":"%s"}]}\
                        """
                                .formatted(backend.url(), key));
        Files.delete(key);
    }

    @AfterAll
    static void stop() {
        server.close();
        backend.close();
    }

    @BeforeEach
    void reset() {
        backend.forget();
        backend.on("GET", "/v1/models", Answer.json(200, MODELS));
        backend.on(
                "POST",
                MESSAGES,
                Answer.choose(
                        request ->
                                request.text().contains("\"stream\":true")
                                        ? Answer.stream(
                                                "text/event-stream; charset=utf-8",
                                                Duration.ZERO,
                                                List.of(STREAM))
                                        : Answer.json(200, WHOLE)));
    }

    private static WireMessage post(String path, String body, Header... headers)
            throws IOException {
        return RawHttp.post(server.port(), path, body, headers);
    }

    private static WireMessage received() {
        return backend.received(MESSAGES).getLast().message();
    }

    private static Json.Obj asked() {
        return Reply.parse(received().text());
    }

    private static String question(boolean stream) {
        return Client.question("Hi", stream).replace("tiny", "claude-x");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itsOwnClientGetsItsVeryBytesAndItsHeadersPass(boolean stream) throws IOException {
        String body =
                "{\"model\":\"claude-x\", \"max_tokens\":64,\"stream\":%b,\"new_field\":{\"a\":1.50},"
                                .formatted(stream)
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";

        WireMessage answer =
                post(
                        MESSAGES + "?beta=true",
                        body,
                        new Header("anthropic-version", "2026-10-21"),
                        new Header("anthropic-beta", "a-2026,b-2026"),
                        new Header("x-api-key", "ours"));

        assertThat(answer.text()).isEqualTo(stream ? STREAM : WHOLE);
        assertThat(received().text()).isEqualTo(body);
        assertThat(received().headers("x-api-key")).containsExactly(KEY);
        assertThat(received().headers("anthropic-version")).containsExactly("2026-10-21");
        assertThat(received().headers("anthropic-beta")).containsExactly("a-2026,b-2026");
        assertThat(received().header("Authorization")).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void otherClientsAreAnsweredWhole(Client client) throws IOException {
        Reply reply = client.ask(server.port(), question(false));

        assertThat(reply.text()).isEqualTo("Hello there!");
        assertThat(reply.finish()).isEqualTo("stop");
        assertThat(reply.usage()).contains("17+3");
        assertThat(reply.said(client == Client.OPENAI ? "reasoning_content" : "thinking"))
                .isEqualTo("Let me see.");
        assertThat(received().text())
                .isEqualTo(
                        """
                        {"model":"claude-x","messages":[{"role":"user","content":"Hi"}],\
                        "max_tokens":8192}\
                        """);
        assertThat(received().headers("anthropic-version")).containsExactly("2023-06-01");
        assertThat(received().headers("x-api-key")).containsExactly(KEY);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void otherClientsAreAnsweredInPieces(Client client) throws IOException {
        Reply reply = client.ask(server.port(), question(true));

        assertThat(reply.text()).isEqualTo("I look.");
        assertThat(reply.said(client == Client.OPENAI ? "reasoning_content" : "thinking"))
                .isEqualTo("Let me see.");
        assertThat(reply.toolCall()).isEqualTo("Read{\"path\":\"a.txt\"}");
        assertThat(reply.ended()).isTrue();
    }

    @Test
    void aConversationOfOpenAisReachesItInItsWords() throws IOException {
        String body =
                """
                {"model":"claude-x","temperature":1.5,"top_k":3,"stop":"END","seed":7,"user":"u",\
                "parallel_tool_calls":false,"tool_choice":"required","reasoning_effort":"none",\
                "messages":[{"role":"developer","content":"Be brief."},\
                {"role":"user","content":[{"type":"text","text":"What is it?"},\
                {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA","detail":"low"}}]},\
                {"role":"assistant","content":null,"tool_calls":[\
                {"id":"c1","type":"function","function":{"name":"look","arguments":"{\\"x\\":1}"}},\
                {"id":"c2","type":"function","function":{"name":"look","arguments":""}}]},\
                {"role":"tool","tool_call_id":"c1","content":"a cat"},\
                {"role":"tool","tool_call_id":"c2","content":"a dog"},\
                {"role":"user","content":"And?"}],\
                "tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object"},"strict":true}}]}\
                """;

        WireMessage answer = post(Client.OPENAI.path(), body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(received().text())
                .isEqualTo(
                        """
                        {"model":"claude-x","system":"Be brief.","messages":[\
                        {"role":"user","content":[{"type":"text","text":"What is it?"},\
                        {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},\
                        {"role":"assistant","content":[\
                        {"type":"tool_use","id":"c1","name":"look","input":{"x":1}},\
                        {"type":"tool_use","id":"c2","name":"look","input":{}}]},\
                        {"role":"user","content":[\
                        {"type":"tool_result","tool_use_id":"c1","content":"a cat"},\
                        {"type":"tool_result","tool_use_id":"c2","content":"a dog"},\
                        {"type":"text","text":"And?"}]}],\
                        "tools":[{"name":"look","input_schema":{"type":"object"}}],\
                        "temperature":1,"top_k":3,"stop_sequences":["END"],\
                        "tool_choice":{"type":"any","disable_parallel_tool_use":true},\
                        "thinking":{"type":"disabled"},"max_tokens":8192}\
                        """);
        assertThat(answer.header("X-Chasqui-Dropped"))
                .contains("tools.function.strict, temperature, seed, user");
    }

    @Test
    void anErrorIsToldToItsOwnClientAsItsOwn() throws IOException {
        backend.on(
                "POST",
                MESSAGES,
                Answer.json(
                        429,
                        """
                        {"type":"error","error":{"type":"rate_limit_error","message":"Slow down"},\
                        "request_id":"req_1"}\
                        """));
        WireMessage limited = post(MESSAGES, question(true));
        backend.on(
                "POST",
                MESSAGES,
                Answer.json(
                        529,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}"));
        WireMessage overloaded = post(MESSAGES, question(true));
        WireMessage openAis = post(Client.OPENAI.path(), question(true));

        assertThat(limited.status()).isEqualTo(429);
        assertThat(limited.text())
                .contains("\"type\":\"rate_limit_error\",\"message\":\"Slow down\"");
        assertThat(overloaded.status()).isEqualTo(529);
        assertThat(overloaded.text()).contains("\"overloaded_error\"");
        assertThat(openAis.status()).isEqualTo(503);
        assertThat(openAis.header("Retry-After")).isPresent();
    }

    @Test
    void anErrorInMidStreamIsNoCleanEnd() throws IOException {
        String begun = STREAM.substring(0, STREAM.indexOf("event: content_block_stop"));
        backend.on(
                "POST",
                MESSAGES,
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                begun
                                        + "event: error\n"
                                        + "data:"
                                        + " {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n")));

        String own = post(MESSAGES, question(true)).text();
        String openAis = post(Client.OPENAI.path(), question(true)).text();

        assertThat(own)
                .startsWith(begun)
                .contains(
                        "event: error\n"
                            + "data: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\"")
                .doesNotContain("message_stop");
        assertThat(openAis).contains("\"error\"").doesNotContain("[DONE]");
    }

    @Test
    void aStreamThatIsCutIsBroken() throws IOException {
        backend.on(
                "POST",
                MESSAGES,
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(STREAM.substring(0, STREAM.indexOf("event: message_delta")))));

        assertThat(post(MESSAGES, question(true)).text())
                .contains("event: error", "broke off")
                .doesNotContain("message_stop");
    }

    @Test
    void tokensAreCountedByIt() throws Exception {
        backend.on("POST", MESSAGES + "/count_tokens", Answer.json(200, "{\"input_tokens\":30}"));

        WireMessage counted = post(MESSAGES + "/count_tokens", question(false));

        assertThat(counted.text()).isEqualTo("{\"input_tokens\":30}");
        assertThat(backend.awaitRequest(MESSAGES + "/count_tokens").message().text())
                .contains("\"model\"", "\"messages\"")
                .doesNotContain("max_tokens", "stream");
        assertThat(counted.header("X-Chasqui-Estimated")).isEmpty();
    }

    @Test
    void itsModelsAreListedInEveryForm() throws IOException {
        Header version = new Header("anthropic-version", "2023-06-01");

        assertThat(RawHttp.get(server.port(), "/v1/models", version).text())
                .contains(
                        "\"id\":\"claude-x\",\"display_name\":\"Claude X\","
                                + "\"created_at\":\"2026-02-19T00:00:00Z\"",
                        "\"max_input_tokens\":200000");
        assertThat(RawHttp.get(server.port(), "/v1/models").text()).contains("\"claude-x\"");
        assertThat(RawHttp.get(server.port(), "/api/tags").text()).contains("\"claude-x");
    }

    @Test
    void aCommandIsTakenOutAndTheRestIsAsItCame() throws IOException {
        try (StartedServer withContext =
                StartedServer.of(
                        """
                        {"backends":[%s],"agents":{"context":{"date":false,"snippets":{"team":"We are four."}}}}\
                        """
                                .formatted(
                                        StartedServer.backendConfig(
                                                "claude", backend, "anthropic")),
                        PluginJars.CONTEXT)) {
            String body =
                    """
                    {"model":"claude-x","max_tokens":9,"stream":true,\
                    "system":[{"type":"text","text":"Be kind.","cache_control":{"type":"ephemeral"}}],\
                    "messages":[{"role":"user","content":[{"type":"text", "text":"Before"}]},\
                    {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{"b":1.0}}]},\
                    {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"ok"},\
                    {"type":"text","text":"/context(team) Who?","cache_control":{"type":"ephemeral"}}]}]}\
                    """;

            String stream = RawHttp.post(withContext.port(), MESSAGES, body).text();

            assertThat(stream).isEqualTo(STREAM);
            String messages = asked().get("messages").orElseThrow().toString();
            assertThat(received().text())
                    .contains(
                            "{\"role\":\"user\",\"content\":[{\"type\":\"text\","
                                    + " \"text\":\"Before\"}]}");
            assertThat(messages)
                    .contains(
                            "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"n\",\"input\":{\"b\":1.0}}",
                            "[{\"type\":\"tool_result\",\"tool_use_id\":\"t\",\"content\":\"ok\"},"
                                    + "{\"type\":\"text\",\"text\":\"Who?\","
                                    + "\"cache_control\":{\"type\":\"ephemeral\"}}]")
                    .doesNotContain("/context");
            assertThat(asked().get("system").orElseThrow().toString())
                    .contains("Be kind.", "We are four.");
        }
    }

    @Test
    void itIsFoundByItself() throws IOException {
        FakeBackend strict = FakeBackend.start();
        strict.on(
                "GET",
                "/v1/models",
                Answer.choose(
                        request ->
                                request.header("anthropic-version").isPresent()
                                        ? Answer.json(200, MODELS)
                                        : Answer.json(
                                                401,
                                                "{\"type\":\"error\",\"error\":{\"type\":"
                                                    + "\"authentication_error\",\"message\":\"x\"}}")));
        strict.on("POST", MESSAGES, Answer.json(200, WHOLE));
        try (strict;
                StartedServer found = StartedServer.before(strict, "auto")) {
            assertThat(Client.OPENAI.ask(found.port(), question(false)).text())
                    .isEqualTo("Hello there!");
        }
    }
}
