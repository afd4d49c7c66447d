package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.PluginJars;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Tests with recorded requests of Claude Code and other clients of Anthropic's dialect. */
class ClaudeCodeTest {
    @RegisterExtension
    private static final ClassSettings SETTINGS =
            new ClassSettings(
                    backend ->
                            Setting.with(
                                    backend,
                                    "",
                                    ",\"keys\":[%s]".formatted(Keys.entry("ann", "user", "\"*\"")),
                                    PluginJars.CONTEXT));

    private static final Header VERSION = new Header("anthropic-version", "2023-06-01");
    private static final Header KEY = new Header("x-api-key", Keys.secret("ann"));
    private static final String MESSAGES = "/v1/messages";

    /** The first request of Claude Code as recorded, with shorter texts. */
    private static final String FIRST =
            """
            {"model":"tiny","max_tokens":32000,"stream":true,\
            "system":[{"type":"text","text":"x-anthropic-billing-header: cc_version=2.1.1; cch=a1;"},\
            {"type":"text","text":"You are Claude Code.","cache_control":{"type":"ephemeral"}},\
            {"type":"text","text":"Use the tools.","cache_control":{"type":"ephemeral"}}],\
            "messages":[{"role":"user","content":[{"type":"text","text":"<system-reminder>today</system-reminder>"},\
            {"type":"text","text":"What is in a.txt?","cache_control":{"type":"ephemeral"}}]},\
            {"role":"system","content":"Agents: none."},\
            {"role":"system","content":[{"type":"text","text":"Skills: none."}]}],\
            "tools":[{"name":"Read","description":"Reads","input_schema":{"type":"object",\
            "properties":{"path":{"type":"string"}},"required":["path"]}},\
            {"name":"Later","description":"","input_schema":{"type":"object","properties":{}},"defer_loading":true}],\
            "thinking":{"type":"adaptive","display":"omitted"},\
            "context_management":{"edits":[{"type":"clear_thinking_20251015","keep":"all"}]},\
            "output_config":{"effort":"high"},"safeguards":{"x":1},\
            "metadata":{"user_id":"{\\"device_id\\":\\"d\\"}"}}\
            """;

    private static final String SECOND =
            """
            {"model":"tiny","max_tokens":32000,"messages":[{"role":"user","content":"What is in a.txt?"},\
            {"role":"assistant","content":[{"type":"thinking","thinking":"Look.","signature":"abc"},\
            {"type":"text","text":"I look."},\
            {"type":"tool_use","id":"toolu_1","name":"Read","input":{"path":"a.txt"}},\
            {"type":"tool_use","id":"toolu_2","name":"Read","input":{"path":"b.txt"}}]},\
            {"role":"user","content":[{"type":"tool_result","tool_use_id":"toolu_1","content":[{"type":"text","text":"one"},\
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},\
            {"type":"tool_result","tool_use_id":"toolu_2","content":"no such file","is_error":true},\
            {"type":"text","text":"Go on."}]}],\
            "tools":[{"name":"Read","input_schema":{"type":"object","properties":{}}}]}\
            """;

    private static WireMessage post(Setting setting, String path, String body, Header... more)
            throws IOException {
        Header[] headers = new Header[more.length + 2];
        headers[0] = KEY;
        headers[1] = VERSION;
        System.arraycopy(more, 0, headers, 2, more.length);
        return RawHttp.post(setting.port(), path, body, headers);
    }

    private static String question(String text, boolean stream, String... members) {
        return Client.question(text, stream, members)
                .replace("{\"model\"", "{\"max_tokens\":9,\"model\"");
    }

    private static List<String> messages(Setting setting) {
        return ((Json.Arr) setting.asked().get("messages").orElseThrow())
                .items().stream().map(Json::toString).toList();
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void theFirstRequestIsAnswered(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);

        WireMessage answer =
                post(
                        setting,
                        MESSAGES + "?beta=true",
                        FIRST,
                        new Header("anthropic-beta", "claude-code-20250219,context-management"),
                        new Header("anthropic-dangerous-direct-browser-access", "true"),
                        new Header("accept-encoding", "gzip, deflate, br, zstd;q=0, identity"),
                        new Header("x-app", "cli"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(messages(setting))
                .containsExactly(
                        "{\"role\":\"system\",\"content\":\"You are Claude Code.\\n"
                                + "Use the tools.\"}",
                        "{\"role\":\"user\",\"content\":\"<system-reminder>today</system-reminder>\\n"
                            + "What is in a.txt?\\n"
                            + "Agents: none.\\n"
                            + "Skills: none.\"}");
        assertThat(setting.asked().get("tools").orElseThrow().toString())
                .contains("\"name\":\"Read\"", "\"required\":[\"path\"]", "\"name\":\"Later\"")
                .doesNotContain("defer_loading");
        assertThat(setting.asked().members())
                .doesNotContainKeys(
                        "thinking",
                        "think",
                        "reasoning_effort",
                        "context_management",
                        "metadata",
                        "safeguards");
        assertThat(answer.header("X-Chasqui-Dropped").orElseThrow())
                .contains(
                        "messages.x-anthropic-billing-header",
                        "messages.content.cache_control",
                        "tools.function.defer_loading",
                        "context_management",
                        "output_config",
                        "safeguards",
                        "metadata");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void everyEventHasItsNameAndItsPlace(Client backend) throws IOException {
        String stream = post(SETTINGS.of(backend), MESSAGES, question("Hi", true)).text();

        assertThat(stream.replaceAll("\"msg_[^\"]*\"", "\"msg\""))
                .isEqualTo(
                        """
                        event: message_start
                        data: {"type":"message_start","message":{"id":"msg","type":"message",\
                        "role":"assistant","model":"tiny","content":[],"stop_reason":null,\
                        "stop_sequence":null,"usage":{"input_tokens":0,\
                        "cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
                        "output_tokens":0}}}

                        event: content_block_start
                        data: {"type":"content_block_start","index":0,\
                        "content_block":{"type":"text","text":""}}

                        event: content_block_delta
                        data: {"type":"content_block_delta","index":0,\
                        "delta":{"type":"text_delta","text":"Hello "}}

                        event: content_block_delta
                        data: {"type":"content_block_delta","index":0,\
                        "delta":{"type":"text_delta","text":"there!"}}

                        event: content_block_stop
                        data: {"type":"content_block_stop","index":0}

                        event: message_delta
                        data: {"type":"message_delta","delta":{"stop_reason":"end_turn",\
                        "stop_sequence":null},"usage":{"input_tokens":%1$d,\
                        "cache_creation_input_tokens":0,"cache_read_input_tokens":0,\
                        "output_tokens":%2$d}}

                        event: message_stop
                        data: {"type":"message_stop"}

                        """
                                .formatted(
                                        backend == Client.OLLAMA ? 7 : 0,
                                        backend == Client.OLLAMA ? 2 : 0));
    }

    @Test
    void severalToolResultsReachAnOpenAiBeforeWhatTheUserSays() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        assertThat(post(setting, MESSAGES, SECOND).status()).isEqualTo(200);

        assertThat(messages(setting))
                .containsExactly(
                        "{\"role\":\"user\",\"content\":\"What is in a.txt?\"}",
                        "{\"role\":\"assistant\",\"content\":\"I look.\","
                            + "\"reasoning_content\":\"Look.\",\"tool_calls\":["
                            + "{\"id\":\"toolu_1\",\"type\":\"function\",\"function\":{\"name\":\"Read\","
                            + "\"arguments\":\"{\\\"path\\\":\\\"a.txt\\\"}\"}},"
                            + "{\"id\":\"toolu_2\",\"type\":\"function\",\"function\":{\"name\":\"Read\","
                            + "\"arguments\":\"{\\\"path\\\":\\\"b.txt\\\"}\"}}]}",
                        "{\"role\":\"tool\",\"content\":\"one\",\"tool_call_id\":\"toolu_1\"}",
                        "{\"role\":\"tool\",\"content\":\"no such"
                                + " file\",\"tool_call_id\":\"toolu_2\"}",
                        "{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                                + "{\"url\":\"data:image/png;base64,AAAA\"}},"
                                + "{\"type\":\"text\",\"text\":\"Go on.\"}]}");
    }

    @Test
    void severalToolResultsReachAnOllamaWithTheNamesOfTheirTools() throws IOException {
        Setting setting = SETTINGS.of(Client.OLLAMA);

        assertThat(post(setting, MESSAGES, SECOND).status()).isEqualTo(200);

        assertThat(messages(setting).subList(2, 5))
                .containsExactly(
                        "{\"role\":\"tool\",\"content\":\"one\",\"images\":[\"AAAA\"],"
                                + "\"tool_name\":\"Read\",\"tool_call_id\":\"toolu_1\"}",
                        "{\"role\":\"tool\",\"content\":\"no such file\",\"tool_name\":\"Read\","
                                + "\"tool_call_id\":\"toolu_2\"}",
                        "{\"role\":\"user\",\"content\":\"Go on.\"}");
    }

    @Test
    void callsInOneReplyAreBlocksOneAfterTheOther() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(
                Answer.stream(
                        "text/event-stream",
                        Duration.ZERO,
                        List.of(
                                chunk("{\"content\":\"Both:\"}", "null"),
                                chunk(call(0, "\"id\":\"c0\",", "Read", "{\\\"a\\\":"), "null"),
                                chunk(call(0, "", "", "1}"), "null"),
                                chunk(call(1, "\"id\":\"c1\",", "Write", "{}"), "null"),
                                chunk("{}", "\"tool_calls\""),
                                "data: [DONE]\n\n")));

        String stream = post(setting, MESSAGES, question("Hi", true)).text();

        assertThat(stream.lines().filter(line -> line.startsWith("data: ")).skip(1))
                .map(line -> line.replaceAll("^data: \\{\"type\":\"|content_block_|\"index\":", ""))
                .containsExactly(
                        "start\",0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
                        "delta\",0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Both:\"}}",
                        "stop\",0}",
                        "start\",1,\"content_block\":{\"type\":\"tool_use\",\"id\":\"c0\","
                                + "\"name\":\"Read\",\"input\":{}}}",
                        "delta\",1,\"delta\":{\"type\":\"input_json_delta\","
                                + "\"partial_json\":\"{\\\"a\\\":\"}}",
                        "delta\",1,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"1}\"}}",
                        "stop\",1}",
                        "start\",2,\"content_block\":{\"type\":\"tool_use\",\"id\":\"c1\","
                                + "\"name\":\"Write\",\"input\":{}}}",
                        "delta\",2,\"delta\":{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}}",
                        "stop\",2}",
                        "message_delta\",\"delta\":{\"stop_reason\":\"tool_use\","
                                + "\"stop_sequence\":null},\"usage\":{\"input_tokens\":0,"
                                + "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0,"
                                + "\"output_tokens\":0}}",
                        "message_stop\"}");
    }

    private static String call(int index, String id, String name, String arguments) {
        return "{\"tool_calls\":[{\"index\":%d,%s\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}]}"
                .formatted(index, id, name, arguments);
    }

    private static String chunk(String delta, String finish) {
        return """
        data: {"id":"x","object":"chat.completion.chunk","created":1,"model":"tiny",\
        "choices":[{"index":0,"delta":%s,"finish_reason":%s}]}

        """
                .formatted(delta, finish);
    }

    @Test
    void aStopWordIsToldWhereTheBackendTells() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(
                Answer.json(
                        200,
                        """
                        {"id":"x","choices":[{"index":0,"message":{"role":"assistant",\
                        "content":"a"},"finish_reason":"stop","stop_reason":"END"}],\
                        "usage":{"prompt_tokens":3,"completion_tokens":1}}\
                        """));

        WireMessage answer =
                post(setting, MESSAGES, question("Hi", false, "\"stop_sequences\":[\"END\"]"));

        assertThat(answer.text())
                .contains("\"stop_reason\":\"stop_sequence\",\"stop_sequence\":\"END\"");
        assertThat(setting.asked().get("stop")).hasToString("Optional[[\"END\"]]");
    }

    @Test
    void silenceIsFilledWithPings() throws IOException {
        try (Setting setting =
                Setting.with(Client.OPENAI, "", ",\"server\":{\"holdHeaders\":\"50ms\"}")) {
            setting.answers(Client.OPENAI.saying("Hello there!").after(Duration.ofMillis(700)));

            String stream = post(setting, MESSAGES, question("Hi", true)).text();

            assertThat(stream)
                    .startsWith("event: message_start\n")
                    .contains(
                            """
                            event: ping
                            data: {"type":"ping"}

                            event: content_block_start
                            """)
                    .containsOnlyOnce("event: message_start");
        }
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aCommandRunsAndIsGone(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);

        WireMessage answer = post(setting, MESSAGES, question("/help", false));

        assertThat(answer.text()).contains("\"type\":\"text\"", "Commands stand in front of");
        assertThat(setting.questions()).isZero();
    }

    @Test
    void aToolOfTheServersMakersIsRefusedWhereTheRequestIsAboutIt() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String search = "{\"type\":\"web_search_20250305\",\"name\":\"web_search\"}";
        String read = "{\"name\":\"Read\",\"input_schema\":{\"type\":\"object\"}}";

        WireMessage alone =
                post(setting, MESSAGES, question("Hi", false, "\"tools\":[" + search + "]"));
        WireMessage beside =
                post(
                        setting,
                        MESSAGES,
                        question("Hi", false, "\"tools\":[" + search + "," + read + "]"));

        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.text()).contains("web_search_20250305", "invalid_request_error");
        assertThat(beside.status()).isEqualTo(200);
        assertThat(beside.header("X-Chasqui-Dropped")).contains("tools.web_search_20250305");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aDocumentOfTextIsReadAndAnotherOneNamed(Client backend) throws IOException {
        Setting setting = SETTINGS.of(backend);
        String body =
                """
                {"model":"tiny","max_tokens":9,"messages":[{"role":"user","content":[\
                {"type":"document","title":"Notes","source":{"type":"text","media_type":"text/plain","data":"We are four."}},\
                {"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}},\
                {"type":"text","text":"How many?"}]}]}\
                """;

        WireMessage answer = post(setting, MESSAGES, body);

        assertThat(messages(setting))
                .containsExactly(
                        "{\"role\":\"user\",\"content\":\"Notes\\nWe are four.\\nHow many?\"}");
        assertThat(answer.header("X-Chasqui-Dropped")).contains("messages.content.document");
    }

    @Test
    void anErrorHasItsEnvelopeTypeAndId() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String body = question("Hi", false);
        WireMessage stranger = RawHttp.post(setting.port(), MESSAGES, body);
        WireMessage bearer = RawHttp.post(setting.port(), MESSAGES, body, Keys.bearer("ann"));
        WireMessage wrong = post(setting, MESSAGES, "{\"model\":\"tiny\",\"messages\":[]}");

        assertThat(stranger.status()).isEqualTo(401);
        assertThat(stranger.text()).contains("\"type\":\"authentication_error\"");
        assertThat(bearer.status()).isEqualTo(200);
        assertThat(wrong.status()).isEqualTo(400);
        String id = wrong.header("request-id").orElseThrow();
        assertThat(wrong.text())
                .isEqualTo(
                        """
                        {"type":"error","error":{"type":"invalid_request_error","message":\
                        "messages: [] (expected: an array of at least one message)"},\
                        "request_id":"%s"}\
                        """
                                .formatted(id));
    }

    @Test
    void aPromptThatIsTooLongIsToldInTheWordsThatAgentsKnow() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        setting.answers(Answer.play("llama-server/chat-context-overflow"));

        WireMessage answer = post(setting, MESSAGES, question("Hi", true));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text())
                .containsPattern("\"prompt is too long: \\d+ tokens > 4096 maximum\"");
    }

    @Test
    void tokensAreCountedByTheBackendOrEstimated() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);
        String path = MESSAGES + "/count_tokens";
        String body = question("How are you today?", false).replace("\"max_tokens\":9,", "");
        setting.backend().on("POST", "/tokenize", Answer.json(200, "{\"tokens\":[1,2,3,4,5]}"));

        WireMessage counted = post(setting, path, body);
        WireMessage estimated = post(SETTINGS.of(Client.OLLAMA), path, body);

        assertThat(counted.text()).isEqualTo("{\"input_tokens\":9}");
        assertThat(counted.header("X-Chasqui-Estimated")).isEmpty();
        assertThat(estimated.text()).isEqualTo("{\"input_tokens\":10}");
        assertThat(estimated.header("X-Chasqui-Estimated")).contains("input_tokens");
    }

    @Test
    void modelsComeInTheFormOfTheVersionThatIsAskedFor() throws IOException {
        Setting setting = SETTINGS.of(Client.OPENAI);

        WireMessage list = RawHttp.get(setting.port(), "/v1/models?limit=1000", KEY, VERSION);
        WireMessage openAis = RawHttp.get(setting.port(), "/v1/models", KEY);
        WireMessage unknown = RawHttp.get(setting.port(), "/v1/models/nope", KEY, VERSION);

        assertThat(list.text())
                .startsWith(
                        "{\"data\":[{\"type\":\"model\",\"id\":\"tiny\",\"display_name\":\"tiny\"")
                .endsWith("\"has_more\":false,\"first_id\":\"tiny\",\"last_id\":\"tiny\"}");
        assertThat(openAis.text()).startsWith("{\"object\":\"list\"");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).startsWith("{\"type\":\"error\"");
    }

    @Test
    void itsLookAtTheServerIsHarmless() throws IOException {
        try (RawHttp http = SETTINGS.of(Client.OPENAI).connect()) {
            http.request("HEAD", "/api/hello", "", KEY);
            assertThat(http.readHead().status()).isEqualTo(404);
        }
    }
}
