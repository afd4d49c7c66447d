package dev.chasqui.bootstrap.responses;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Requests of clients of the Responses API as they were recorded, with shorter texts. */
class GoldenRequestsTest {
    private static final Map<ToolServer, FakeBackend> BACKENDS = new EnumMap<>(ToolServer.class);
    private static final Map<ToolServer, StartedServer> SERVERS = new EnumMap<>(ToolServer.class);
    private static final String RESPONSES = "/v1/responses";

    /** The members of all requests of Codex; the input is a list of items. */
    private static final String CODEX =
            """
            {"model":"tiny","input":[ITEMS],"tools":[{"type":"function","name":"get_weather",\
            "description":"Tells","strict":false,"parameters":{"type":"object","properties":\
            {"place":{"type":"string"}},"required":["place"],"additionalProperties":false}},\
            {"type":"namespace","name":"mcp__files__","description":"Files","tools":[{"type":"function",\
            "name":"read","description":"Reads","strict":false,"parameters":{"type":"object",\
            "properties":{}}}]},{"type":"web_search","external_web_access":true}],\
            "tool_choice":"auto","parallel_tool_calls":true,"reasoning":{"summary":"auto"},\
            "store":false,"stream":true,"include":["reasoning.encrypted_content"],\
            "prompt_cache_key":"0199-a","client_metadata":{"x-codex-installation-id":"i"}}\
            """;

    private static final String CODEX_INPUT =
            """
            {"type":"message","id":"msg_a","role":"developer","content":[{"type":"input_text",\
            "text":"You are Codex."}]},\
            {"type":"message","id":"msg_b","role":"developer","content":[{"type":"input_text",\
            "text":"Sandbox: none."}]},\
            {"type":"message","id":"msg_c","role":"user","content":[{"type":"input_text",\
            "text":"<environment_context/>"}]},\
            {"type":"message","id":"msg_d","role":"user","content":[{"type":"input_text",\
            "text":"Where is it warmest?"}]}\
            """;

    private static StartedServer server(ToolServer kind) {
        backend(kind);
        return SERVERS.computeIfAbsent(kind, _ -> kind.before(backend(kind), ""));
    }

    private static FakeBackend backend(ToolServer kind) {
        return BACKENDS.computeIfAbsent(kind, ToolServer::play);
    }

    @BeforeEach
    void forget() {
        BACKENDS.values().forEach(FakeBackend::forget);
    }

    @AfterAll
    static void stop() {
        SERVERS.values().forEach(StartedServer::close);
        BACKENDS.values().forEach(FakeBackend::close);
        SERVERS.clear();
        BACKENDS.clear();
    }

    private static WireMessage post(ToolServer kind, String body, Header... headers)
            throws IOException {
        return RawHttp.post(server(kind).port(), RESPONSES, body, headers);
    }

    private static Json.Obj parse(String text) {
        return (Json.Obj) JsonReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Json.Obj received(ToolServer kind) {
        return parse(backend(kind).received(kind.path()).getLast().message().text());
    }

    /** Returns the data of all events of a stream. */
    private static List<Json.Obj> events(WireMessage answer) {
        return answer.text()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> parse(line.substring("data: ".length())))
                .toList();
    }

    private static List<Json.Obj> output(Json.Obj response) {
        return ((Json.Arr) response.get("output").orElseThrow())
                .items().stream().map(Json.Obj.class::cast).toList();
    }

    private static WireMessage codex(ToolServer kind, String items) throws IOException {
        byte[] packed =
                Zstd.compress(CODEX.replace("ITEMS", items).getBytes(StandardCharsets.UTF_8));
        try (RawHttp http = RawHttp.connect(server(kind).port())) {
            http.send(
                            """
                            POST /v1/responses HTTP/1.1
                            Host: localhost
                            Content-Type: application/json
                            Content-Encoding: zstd
                            Content-Length: %d
                            Accept: text/event-stream
                            originator: codex_exec
                            session-id: 0199-a

                            """
                                    .formatted(packed.length)
                                    .replace("\n", "\r\n"))
                    .send(packed);
            return http.readBody(http.readHead());
        }
    }

    @ParameterizedTest
    @EnumSource(ToolServer.class)
    void codexHoldsASessionOfSeveralRounds(ToolServer kind) throws IOException {
        List<String> items = new ArrayList<>(List.of(CODEX_INPUT));
        List<Integer> rounds = new ArrayList<>();
        Json.Obj response = Json.Obj.EMPTY;
        for (int round = 0; round < 3; round++) {
            WireMessage answer = codex(kind, String.join(",", items));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
            assertThat(answer.header("X-Chasqui-Dropped").orElseThrow())
                    .contains("tools.web_search", "client_metadata");
            List<Json.Obj> events = events(answer);
            assertThat(events.getLast().text("type")).contains("response.completed");
            response = events.getLast().object("response");
            // Codex collects the items of these events.
            List<Json.Obj> done =
                    events.stream()
                            .filter(
                                    event ->
                                            event.text("type")
                                                    .orElseThrow()
                                                    .equals("response.output_item.done"))
                            .map(event -> event.object("item"))
                            .toList();
            assertThat(done).isEqualTo(output(response));
            done.forEach(item -> items.add(item.toString()));
            int calls = 0;
            for (Json.Obj item : done) {
                if (item.text("type").orElseThrow().equals("function_call")) {
                    calls++;
                    items.add(
                            "{\"type\":\"function_call_output\",\"call_id\":\"%s\",\"output\":\"18\"}"
                                    .formatted(item.text("call_id").orElseThrow()));
                }
            }
            rounds.add(calls);
        }

        assertThat(rounds).containsExactly(2, 1, 0);
        assertThat(response.toString()).contains("Rome is the warmest.");
        String last = received(kind).toString();
        assertThat(last)
                .contains("You are Codex.", "Sandbox: none.", "I look.", "mcp__files__read")
                .doesNotContain("developer", "web_search", "\"namespace\"");
    }

    @Test
    void codexGetsTheReasoningAsASummaryThatItCanSendBack() throws IOException {
        List<Json.Obj> events = events(codex(ToolServer.OLLAMA, CODEX_INPUT));

        assertThat(events)
                .extracting(event -> event.text("type").orElseThrow())
                .startsWith(
                        "response.created",
                        "response.in_progress",
                        "response.output_item.added",
                        "response.reasoning_summary_part.added",
                        "response.reasoning_summary_text.delta");
        Json.Obj reasoning = output(events.getLast().object("response")).getFirst();
        assertThat(reasoning.text("encrypted_content").orElseThrow()).startsWith("chasqui1.");
        assertThat(reasoning.get("summary").orElseThrow().toString()).contains("I look.");
    }

    @ParameterizedTest
    @EnumSource(ToolServer.class)
    void piIsAnswered(ToolServer kind) throws IOException {
        WireMessage answer =
                post(
                        kind,
                        """
                        {"model":"tiny","input":[{"role":"developer","content":"You help."},\
                        {"role":"user","content":[{"type":"input_text","text":"Hi"}]}],"stream":true,\
                        "store":false,"max_output_tokens":16384,"prompt_cache_key":"s",\
                        "reasoning":{"effort":"medium","summary":"auto"},\
                        "include":["reasoning.encrypted_content"]}\
                        """,
                        new Header("session_id", "s"),
                        new Header("x-client-request-id", "s"));

        assertThat(events(answer).getLast().toString()).contains("Hello there!");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/responses", "/responses"})
    void theAgentsSdkIsAnswered(String path) throws IOException {
        WireMessage answer =
                RawHttp.post(
                        server(ToolServer.OPENAI).port(),
                        path,
                        """
                        {"include":[],"input":[{"content":"Hi","role":"user"}],\
                        "instructions":"You help.","model":"tiny","stream":false,"tools":[]}\
                        """);

        Json.Obj response = parse(answer.text());
        assertThat(response.text("status")).contains("completed");
        assertThat(response.text("instructions")).contains("You help.");
        assertThat(received(ToolServer.OPENAI).get("messages").orElseThrow().toString())
                .isEqualTo(
                        "[{\"role\":\"system\",\"content\":\"You help.\"},"
                                + "{\"role\":\"user\",\"content\":\"Hi\"}]");
    }

    @Test
    void theAiSdkIsAnswered() throws IOException {
        WireMessage answer =
                post(
                        ToolServer.OPENAI,
                        """
                        {"model":"tiny","input":[{"role":"system","content":"You help."},\
                        {"role":"user","content":[{"type":"input_text","text":"Hi"},\
                        {"type":"input_image","image_url":"data:image/png;base64,AAAA"}]}],\
                        "max_output_tokens":64,"text":{"format":{"type":"json_schema","strict":true,\
                        "name":"response","schema":{"type":"object","properties":{}}}},\
                        "parallel_tool_calls":true,"stream":true}\
                        """);

        assertThat(events(answer).getFirst().object("response").members())
                .containsKeys("id", "created_at", "model");
        Json.Obj asked = received(ToolServer.OPENAI);
        assertThat(asked.object("response_format").object("json_schema").toString())
                .contains("\"name\":\"response\"", "\"strict\":true");
        assertThat(asked.get("max_tokens")).contains(Json.of(64));
        assertThat(asked.toString()).contains("data:image/png;base64,AAAA");
        // OpenAI refuses this member in a request without tools.
        assertThat(asked.members()).doesNotContainKey("parallel_tool_calls");
    }

    @Test
    void membersThatChatsShareReachTheBackendAndAreRepeated() throws IOException {
        WireMessage answer =
                post(
                        ToolServer.OPENAI,
                        """
                        {"model":"tiny","input":"Hi","temperature":0.2,"top_p":0.9,"top_k":5,\
                        "user":"u","safety_identifier":"s","prompt_cache_key":"k","id_slot":3,\
                        "reasoning":{"effort":"low"},"text":{"verbosity":"low"},\
                        "metadata":{"a":"b"},"max_tool_calls":3,"seed":12345678901234567890}\
                        """);

        assertThat(received(ToolServer.OPENAI).toString())
                .contains(
                        "\"temperature\":0.2",
                        "\"top_p\":0.9",
                        "\"top_k\":5",
                        "\"user\":\"u\"",
                        "\"safety_identifier\":\"s\"",
                        "\"prompt_cache_key\":\"k\"",
                        "\"id_slot\":3",
                        "\"reasoning_effort\":\"low\"",
                        "\"verbosity\":\"low\"",
                        "\"seed\":12345678901234567890")
                .doesNotContain("metadata", "max_tool_calls");
        assertThat(answer.text())
                .contains(
                        "\"temperature\":0.2",
                        "\"metadata\":{\"a\":\"b\"}",
                        "\"max_tool_calls\":3",
                        "\"store\":true",
                        "\"reasoning\":{\"effort\":\"low\",\"summary\":null}",
                        "\"text\":{\"verbosity\":\"low\",\"format\":{\"type\":\"text\"}}");
        assertThat(answer.header("X-Chasqui-Dropped")).isEmpty();
    }

    @Test
    void aRuleOfThePipelineKnowsTheDialect() throws IOException {
        String rule =
                ",\"pipeline\":{\"rules\":[{\"if\":{\"dialect\":\"%s\"},"
                        + "\"then\":{\"refuse\":\"not here\"}}]}";
        FakeBackend behind = backend(ToolServer.OPENAI);
        String hi = "{\"model\":\"tiny\",\"input\":\"Hi\"}";
        try (StartedServer refusing =
                        ToolServer.OPENAI.before(behind, rule.formatted("responses"));
                StartedServer other = ToolServer.OPENAI.before(behind, rule.formatted("openai"))) {
            assertThat(RawHttp.post(refusing.port(), RESPONSES, hi).text()).contains("not here");
            assertThat(RawHttp.post(other.port(), RESPONSES, hi).status()).isEqualTo(200);
        }
    }

    @Test
    void aCommandRunsAndIsGone() throws IOException {
        WireMessage answer = post(ToolServer.OPENAI, "{\"model\":\"tiny\",\"input\":\"/help\"}");

        assertThat(answer.text()).contains("output_text", "Commands stand in front of");
        assertThat(backend(ToolServer.OPENAI).received(ToolServer.OPENAI.path())).isEmpty();
    }

    @Test
    void anErrorHasOpenAisFormAndNamesTheField() throws IOException {
        WireMessage wrong =
                post(
                        ToolServer.OPENAI,
                        "{\"model\":\"tiny\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"x\"}]}]}");

        assertThat(wrong.status()).isEqualTo(400);
        Json.Obj error = parse(wrong.text()).object("error");
        assertThat(error.text("param")).contains("input[0].content[0].type");
        assertThat(error.text("type")).contains("invalid_request_error");
    }
}
