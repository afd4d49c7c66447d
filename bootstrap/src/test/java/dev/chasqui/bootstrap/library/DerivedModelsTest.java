package dev.chasqui.bootstrap.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Header;
import dev.chasqui.testing.WireMessage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The models that clients make from models of a backend that knows nothing of them. */
class DerivedModelsTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String CREATE =
            """
            {"model":"bot","from":"gpt","system":"Be brief.",\
            "parameters":{"temperature":0.2,"num_predict":7,"stop":["END"],"num_ctx":4096},\
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello!"}],\
            "license":"CC0"}\
            """;

    private static FakeBackend backend;
    private static StartedServer server;
    private static Calls calls;

    @BeforeAll
    static void start() {
        backend = FakeOpenAi.start("gpt", "other").on("POST", CHAT, FakeOpenAi.chat("Yes."));
        server = StartedServer.of(config(backend));
        calls = new Calls(server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
        backend.close();
    }

    private static String config(FakeBackend of) {
        return "{\"backends\":[%s],\"models\":{\"aliases\":{\"fast\":\"gpt\"}}}"
                .formatted(StartedServer.backendConfig("backend", of, "openai"));
    }

    @Test
    void aMadeModelIsReportedStepByStepAndListedInEveryDialect() throws Exception {
        WireMessage made = calls.post("/api/create", CREATE);

        assertThat(made.status()).isEqualTo(200);
        assertThat(made.header("Content-Type")).contains("application/x-ndjson");
        assertThat(made.text().lines())
                .startsWith("{\"status\":\"using existing model gpt\"}")
                .endsWith("{\"status\":\"writing manifest\"}", "{\"status\":\"success\"}");
        assertThat(calls.tags()).contains("bot:latest");
        assertThat(calls.get("/v1/models").text()).contains("\"id\":\"bot:latest\"");
        assertThat(calls.get("/v1/models", new Header("anthropic-version", "2023-06-01")).text())
                .contains("\"id\":\"bot:latest\"");
    }

    @Test
    void aRelayedRequestGetsTheBaseAlone() throws Exception {
        calls.post("/api/create", CREATE);
        backend.on("POST", "/v1/completions", Answer.json(200, "{\"choices\":[]}"));

        calls.post("/v1/completions", "{\"model\":\"bot\", \"prompt\":\"Hi\"}");

        assertThat(backend.awaitRequest("/v1/completions").message().text())
                .isEqualTo("{\"model\":\"gpt\", \"prompt\":\"Hi\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                CHAT + "|{\"model\":\"bot\",\"messages\":[{\"role\":\"user\",\"content\":\"Q\"}]}",
                "/api/chat|{\"model\":\"bot\",\"messages\":[{\"role\":\"user\",\"content\":\"Q\"}]}",
                "/api/generate|{\"model\":\"BOT:latest\",\"prompt\":\"Q\"}",
                "/v1/messages|{\"model\":\"bot\",\"max_tokens\":7,"
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"Q\"}]}"
            })
    void itsDefaultsHoldInEveryDialect(String path, String body) throws Exception {
        calls.post("/api/create", CREATE);

        WireMessage reply = calls.post(path, body);

        assertThat(reply.status()).as(reply.text()).isEqualTo(200);
        Json.Obj sent = Calls.body(backend.awaitRequests(CHAT, 1).getLast());
        assertThat(sent.text("model")).contains("gpt");
        assertThat(roles(sent)).containsExactly("system", "user", "assistant", "user");
        assertThat(sent.toString()).contains("Be brief.", "Hello!");
        assertThat(sent.get("temperature")).contains(new Json.Num("0.2"));
        assertThat(sent.get("stop")).contains(new Json.Arr(List.of(Json.of("END"))));
        assertThat(sent.members()).doesNotContainKeys("num_ctx", "options");
    }

    @Test
    void aRequestsOwnInstructionsAndSettingsWin() throws Exception {
        calls.post("/api/create", CREATE);

        calls.post(
                CHAT,
                """
                {"model":"bot","temperature":1,"max_completion_tokens":3,"messages":[\
                {"role":"system","content":"Mine."},{"role":"user","content":"Q"}]}\
                """);

        Json.Obj sent = Calls.body(backend.awaitRequests(CHAT, 1).getLast());
        assertThat(roles(sent)).containsExactly("system", "user", "assistant", "user");
        assertThat(sent.toString()).contains("Mine.").doesNotContain("Be brief.");
        assertThat(sent.get("temperature")).contains(Json.of(1));
        assertThat(sent.members()).doesNotContainKey("max_tokens");
    }

    @Test
    void itIsShownAsOllamaShowsIt() throws Exception {
        calls.post("/api/create", CREATE);

        Json.Obj shown = calls.show("bot");

        assertThat(shown.text("system")).contains("Be brief.");
        assertThat(shown.text("license")).contains("CC0");
        assertThat(shown.text("parameters"))
                .contains(
                        """
                        num_ctx                        4096
                        num_predict                    7
                        stop                           "END"
                        temperature                    0.2\
                        """);
        assertThat(shown.text("modelfile").orElseThrow())
                .endsWith(
                        """
                        FROM gpt
                        SYSTEM Be brief.
                        PARAMETER num_ctx 4096
                        PARAMETER num_predict 7
                        PARAMETER stop END
                        PARAMETER temperature 0.2
                        LICENSE CC0
                        MESSAGE user Hi
                        MESSAGE assistant Hello!
                        """);
        assertThat(shown.object("details").text("parent_model")).contains("gpt");
        assertThat(shown.get("messages").orElseThrow().toString()).contains("\"content\":\"Hi\"");
    }

    @Test
    void oneMadeOfAnotherInheritsWhatItLeavesOpen() throws Exception {
        calls.post("/api/create", CREATE);
        calls.post(
                "/api/create",
                """
                {"name":"child","from":"bot","system":"Be long.","parameters":{"top_k":5}}\
                """);
        assertThat(calls.delete("{\"name\":\"bot\"}").status()).isEqualTo(200);

        Json.Obj shown = calls.show("child");

        assertThat(shown.text("system")).contains("Be long.");
        assertThat(shown.text("parameters").orElseThrow()).contains("top_k", "temperature");
        assertThat(shown.text("modelfile").orElseThrow()).contains("FROM gpt\n", "MESSAGE user Hi");
        assertThat(calls.tags()).doesNotContain("bot:latest");
    }

    @Test
    void aCopyIsAModelOfItsOwn() throws Exception {
        calls.post("/api/create", CREATE);
        for (String[] pair : new String[][] {{"bot", "bot2"}, {"other", "o2"}, {"fast", "f2"}}) {
            WireMessage copied =
                    calls.post(
                            "/api/copy",
                            "{\"source\":\"%s\",\"destination\":\"%s\"}"
                                    .formatted(pair[0], pair[1]));
            assertThat(copied.status()).as(copied.text()).isEqualTo(200);
            assertThat(copied.body()).isEmpty();
        }
        assertThat(calls.delete("{\"model\":\"bot\"}").status()).isEqualTo(200);

        assertThat(calls.tags()).contains("bot2:latest", "o2:latest", "f2:latest");
        assertThat(calls.show("bot2").text("system")).contains("Be brief.");
        assertThat(
                        calls.post(
                                        "/api/chat",
                                        "{\"model\":\"f2\",\"messages\":[{\"role\":\"user\",\"content\":\"Q\"}]}")
                                .status())
                .isEqualTo(200);
        assertThat(Calls.body(backend.awaitRequests(CHAT, 1).getLast()).text("model"))
                .contains("gpt");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/api/create|400|missing request body|",
                "/api/create|400|invalid model name|{\"from\":\"gpt\"}",
                "/api/create|400|invalid model name|{\"model\":\"a b c\",\"from\":\"gpt\"}",
                "/api/create|400|invalid model name|{\"model\":\"../x\",\"from\":\"gpt\"}",
                "/api/create|400|neither 'from' or 'files' was specified|{\"model\":\"x\"}",
                "/api/create|404|model 'nope' not found|{\"model\":\"x\",\"from\":\"nope\"}",
                "/api/create|400|need an"
                        + " Ollama|{\"model\":\"x\",\"files\":{\"a.gguf\":\"sha256:1\"}}",
                "/api/create|400|need an"
                        + " Ollama|{\"model\":\"x\",\"from\":\"gpt\",\"quantize\":\"q4_0\"}",
                "/api/create|400|is an alias|{\"model\":\"fast\",\"from\":\"gpt\"}",
                "/api/create|400|is a model of backend|{\"model\":\"gpt\",\"from\":\"other\"}",
                "/api/create|400|parameters: 7|{\"model\":\"x\",\"from\":\"gpt\",\"parameters\":7}",
                "/api/create|400|parameters.temperature|"
                    + "{\"model\":\"x\",\"from\":\"gpt\",\"parameters\":{\"temperature\":\"hot\"}}",
                "/api/create|400|messages[0].role|"
                        + "{\"model\":\"x\",\"from\":\"gpt\",\"messages\":[{\"content\":\"Hi\"}]}",
                "/api/create|400|template|{\"model\":\"x\",\"from\":\"gpt\",\"template\":[]}",
                "/api/create|400|stream|{\"model\":\"x\",\"from\":\"gpt\",\"stream\":\"yes\"}",
                "/api/create|400|model: 7|{\"model\":7,\"from\":\"gpt\"}",
                "/api/copy|400|missing request body|",
                "/api/copy|400|destination \\\"\\\" is invalid|{\"source\":\"gpt\"}",
                "/api/copy|404|model \\\"nope\\\" not"
                        + " found|{\"source\":\"nope\",\"destination\":\"x\"}",
                "/api/pull|400|missing request body|",
                "/api/pull|400|invalid model name|{}",
                "/api/pull|400|invalid model name|{\"model\":\"a b c\"}",
                "/api/push|400|model is required|{}",
                "/api/show|400|missing request body|",
                "/api/show|400|model is required|{}",
                "/api/blobs/abc|400|invalid digest format|x"
            })
    void aWrongRequestIsRefusedInOllamasWords(
            String path, int status, String message, @Nullable String body) throws Exception {
        WireMessage refused = calls.post(path, body == null ? "" : body);

        assertThat(refused.status()).as(refused.text()).isEqualTo(status);
        assertThat(refused.text()).startsWith("{\"error\":\"").contains(message);
        assertThat(calls.tags()).doesNotContain("x:latest");
    }

    @Test
    void deletingNamesWhatCannotBeDeleted() throws Exception {
        assertThat(calls.delete("").text()).contains("missing request body");
        assertThat(calls.delete("{}").text()).contains("model is required");
        WireMessage unknown = calls.delete("{\"model\":\"nope\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).isEqualTo("{\"error\":\"model 'nope' not found\"}");
        assertThat(calls.delete("{\"model\":\"gpt\"}").text()).contains("belongs to backend");
        assertThat(calls.delete("{\"model\":\"fast\"}").text()).contains("alias in the config");
        assertThat(calls.delete("{\"model\":\"FAST\"}").text()).contains("alias in the config");
        assertThat(calls.post("/api/delete", "{\"model\":\"gpt\"}").status()).isEqualTo(405);
    }

    @Test
    void aPullOfWhatIsHereSucceedsAndOfWhatIsNowhereFails() throws Exception {
        assertThat(calls.post("/api/pull", "{\"name\":\"gpt\",\"model\":\"\"}").text())
                .endsWith("{\"status\":\"success\"}\n");
        assertThat(calls.post("/api/pull", "{\"model\":\"nope\"}").text())
                .isEqualTo(
                        """
                        {"status":"pulling manifest"}
                        {"error":"pull model manifest: file does not exist"}
                        """);
        WireMessage whole = calls.post("/api/pull", "{\"model\":\"nope\",\"stream\":false}");
        assertThat(whole.status()).isEqualTo(500);
        assertThat(whole.text())
                .isEqualTo("{\"error\":\"pull model manifest: file does not exist\"}");
        assertThat(calls.post("/api/pull", "{\"model\":\"hf.co/org/x-GGUF\"}").text())
                .contains("set pool.folder or pool.models");
        assertThat(calls.post("/api/push", "{\"model\":\"gpt\"}").text())
                .startsWith("{\"status\":\"retrieving manifest\"}\n{\"error\":");
    }

    @Test
    void aBaseMayBeSpelledInAnyWayAndAnAliasMayStandForADerivedModel(@TempDir Path folder)
            throws Exception {
        String config = config(backend).replace("\"fast\":\"gpt\"", "\"short\":\"bot\"");
        try (ReloadedServer started = ReloadedServer.start(folder, config)) {
            Calls there = new Calls(started.port());
            there.post("/api/create", CREATE.replace("\"gpt\"", "\"GPT:latest\""));

            assertThat(there.tags()).contains("bot:latest", "short:latest");
            assertThat(there.show("short").text("modelfile").orElseThrow()).contains("FROM gpt\n");
            there.post(
                    "/api/chat",
                    "{\"model\":\"short\",\"messages\":[{\"role\":\"user\",\"content\":\"Q\"}]}");
            assertThat(Calls.body(backend.awaitRequests(CHAT, 1).getLast()).toString())
                    .contains("\"model\":\"gpt\"", "Be brief.");
        }
    }

    @Test
    void itsInstructionsCountAmongItsTokens() throws Exception {
        calls.post("/api/create", CREATE.replace("Be brief.", "Be brief. ".repeat(100)));
        String question = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Q\"}]}";
        String count = "/v1/messages/count_tokens";

        assertThat(tokens(calls.post(count, question.formatted("bot"))))
                .isGreaterThan(100 + tokens(calls.post(count, question.formatted("gpt"))));
    }

    private static long tokens(WireMessage counted) {
        return ((Json.Num) Calls.json(counted.text()).get("input_tokens").orElseThrow())
                .longValue();
    }

    @Test
    void aBackendThatIsDownIsNoHindrance(@TempDir Path folder) throws Exception {
        String config =
                "{\"backends\":[{\"name\":\"none\",\"type\":\"openai\",\"url\":\"http://127.0.0.1:1\"}]}";
        try (ReloadedServer started = ReloadedServer.start(folder, config)) {
            Calls there = new Calls(started.port());
            assertThat(
                            there.post(
                                            "/api/create",
                                            CREATE.replace("\"gpt\"", "\"chasqui-extract\""))
                                    .text())
                    .endsWith("success\"}\n");
            assertThat(there.tags()).contains("bot:latest");
            assertThat(there.delete("{\"model\":\"bot\"}").status()).isEqualTo(200);
            assertThat(there.delete("{\"model\":\"gone\"}").text())
                    .contains("backend 'none' cannot be reached");
            assertThat(there.post("/api/pull", "{\"model\":\"gone\"}").text())
                    .contains("file does not exist");
        }
    }

    @Test
    void aTemplateIsKeptAndAStepSaysThatItIsNotUsed() throws Exception {
        assertThat(
                        calls.post(
                                        "/api/create",
                                        """
                                        {"model":"t","from":"gpt","template":"{{ .Prompt }}!"}\
                                        """)
                                .text())
                .contains("the template is kept, but not used", "success");
        assertThat(calls.show("t").text("template")).contains("{{ .Prompt }}!");
    }

    @Test
    void filesAreRefusedWithoutAnOllama() throws Exception {
        String blob = "/api/blobs/sha256:" + "0".repeat(64);
        assertThat(calls.send("HEAD", blob, "").status()).isEqualTo(404);
        assertThat(calls.post(blob, "not a model").text())
                .contains("only be uploaded to an Ollama");
        assertThat(calls.get(blob).status()).isEqualTo(405);
    }

    @Test
    void itOutlivesARestartAndAReloadAndOutlastsItsBase(@TempDir Path folder) throws Exception {
        try (FakeBackend first = FakeOpenAi.start("gpt")) {
            first.on("POST", CHAT, FakeOpenAi.chat("Yes."));
            try (ReloadedServer started = ReloadedServer.start(folder, config(first))) {
                new Calls(started.port()).post("/api/create", CREATE);
                Files.writeString(
                        folder.resolve("data/chasqui.models/broken.json"), "{\"name\":\"bro");
            }
            try (ReloadedServer started = ReloadedServer.start(folder, config(first))) {
                Calls again = new Calls(started.port());
                assertThat(again.show("bot").text("system")).contains("Be brief.");
                assertThat(started.reload(config(first).replace("fast", "quick")).status())
                        .isEqualTo(200);
                assertThat(again.tags()).contains("bot:latest", "quick:latest");
            }
        }
        try (FakeBackend other = FakeOpenAi.start("else");
                ReloadedServer started = ReloadedServer.start(folder, config(other))) {
            Calls again = new Calls(started.port());
            WireMessage refused = again.post("/api/show", "{\"model\":\"bot\"}");
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.text()).contains("derived from 'gpt', which no backend has");
            assertThat(again.delete("{\"model\":\"bot\"}").status()).isEqualTo(200);
            assertThat(again.post("/api/show", "{\"model\":\"bot\"}").text())
                    .contains("model 'bot' not found");
        }
    }

    private static Stream<String> roles(Json.Obj body) {
        return ((Json.Arr) body.get("messages").orElseThrow())
                .items().stream().map(message -> ((Json.Obj) message).text("role").orElseThrow());
    }
}
