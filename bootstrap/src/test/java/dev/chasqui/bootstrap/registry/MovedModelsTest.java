package dev.chasqui.bootstrap.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.Polled;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Received;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Models that an administrator loads, unloads and moves on chosen backends. */
class MovedModelsTest {
    private static final String GENERATE = "/api/generate";
    private static final String LOAD = "/admin/models/load";
    private static final String UNLOAD = "/admin/models/unload";
    private static final String MIGRATE = "/admin/models/migrate";
    private static final String DESK_TO_RACK = "{'model':'tiny','from':'desk','to':'rack'}";

    private final FakeBackend desk = FakeOllama.start("tiny", "other");
    private final FakeBackend rack = FakeOllama.start("tiny");
    private final FakeBackend vllm = FakeOpenAi.start("tiny");
    private final StartedServer server =
            StartedServer.of(
                    "{\"ledger\":{\"on\":true},\"backends\":["
                            + StartedServer.backendConfig("desk", desk, "ollama")
                            + ","
                            + StartedServer.backendConfig("rack", rack, "ollama")
                            + ","
                            + StartedServer.backendConfig("vllm", vllm, "openai")
                            + "]}");
    private final Admin admin = new Admin(server.port());

    @BeforeEach
    void loadAndUnload() {
        for (FakeBackend ollama : List.of(desk, rack)) {
            ollama.on("POST", GENERATE, Answer.json(200, "{\"model\":\"tiny\",\"done\":true}"));
            ollama.on("POST", "/api/chat", FakeOllama.chat("Hello"));
        }
    }

    @AfterEach
    void close() {
        server.close();
        desk.close();
        rack.close();
        vllm.close();
    }

    private static List<String> told(FakeBackend ollama) {
        return ollama.received(GENERATE).stream().map(one -> one.message().text()).toList();
    }

    @Test
    void aModelIsLoadedAndUnloadedOnTheBackendThatIsNamed() throws Exception {
        assertThat(admin.done(LOAD, "{'model':'tiny','backend':'rack'}").toString())
                .isEqualTo("{\"model\":\"tiny\",\"state\":\"loaded\",\"backend\":\"rack\"}");
        assertThat(admin.done(UNLOAD, "{'model':'tiny','backend':'rack'}").toString())
                .isEqualTo("{\"model\":\"tiny\",\"state\":\"unloading\",\"backend\":\"rack\"}");

        assertThat(told(desk)).isEmpty();
        assertThat(told(rack)).hasSize(2);
        assertThat(told(rack).getFirst()).doesNotContain("keep_alive");
        assertThat(told(rack).getLast()).contains("\"keep_alive\":\"0\"");
    }

    @Test
    void aMovedModelIsLoadedThereFirstAndThenAnsweredThereAlone() throws Exception {
        assertThat(admin.answering("tiny")).isEqualTo("desk");

        assertThat(admin.done(MIGRATE, DESK_TO_RACK).text("state")).contains("moved");

        assertThat(told(rack)).singleElement().asString().doesNotContain("keep_alive");
        assertThat(told(desk)).singleElement().asString().contains("\"keep_alive\":\"0\"");
        assertThat(admin.answering("tiny")).isEqualTo("rack");
        assertThat(admin.answering("other")).isEqualTo("desk");
        assertThat(admin.done("/admin/route/explain", "{'model':'tiny'}").toString())
                .contains("{\"backend\":\"desk\",\"reason\":\"the model was moved to another");

        admin.done("/admin/servers/rack/drain", "");
        assertThat(admin.answering("tiny")).isEqualTo("desk");
        admin.done("/admin/servers/rack/resume", "");
        assertThat(admin.answering("tiny")).isEqualTo("rack");

        admin.done(LOAD, "{'model':'tiny','backend':'desk'}");
        assertThat(admin.answering("tiny")).isEqualTo("desk");
    }

    @Test
    void aMovedModelStaysAwayWhileItsNewBackendIsBusy() throws Exception {
        try (StartedServer bounded =
                StartedServer.of(
                        "{\"backends\":["
                                + StartedServer.backendConfig("desk", desk, "ollama")
                                + ","
                                + StartedServer.backendConfig("rack", rack, "ollama")
                                        .replace("}", ",\"maxConcurrency\":1}")
                                + "],\"routing\":{\"queue\":{\"most\":0}}}")) {
            Admin boss = new Admin(bounded.port());
            boss.done(MIGRATE, DESK_TO_RACK);
            rack.on("POST", "/api/chat", Answer.stall());
            try (RawHttp waiting = RawHttp.connect(bounded.port())) {
                waiting.post(Admin.CHAT, Admin.question("tiny"));
                rack.awaitRequest("/api/chat");

                assertThat(boss.ask("tiny").status()).isEqualTo(503);
            }
        }
    }

    @Test
    void requestsUnderWayGoOnWhileTheirModelIsMoved() throws Exception {
        desk.on("POST", "/api/chat", Answer.stall());
        try (RawHttp waiting = RawHttp.connect(server.port())) {
            waiting.post(Admin.CHAT, Admin.question("tiny"));
            Received open = desk.awaitRequest("/api/chat");

            admin.done(MIGRATE, DESK_TO_RACK);

            assertThat(open.isHungUp()).isFalse();
            assertThat(admin.answering("tiny")).isEqualTo("rack");
        }
    }

    @Test
    void aModelThatCannotBeLoadedOrUnloadedStaysWhereItWas() throws Exception {
        rack.on("POST", GENERATE, FakeOllama.error(500, "no room"));
        assertThat(admin.post(MIGRATE, DESK_TO_RACK).status()).isEqualTo(502);
        assertThat(told(desk)).isEmpty();
        assertThat(admin.answering("tiny")).isEqualTo("desk");

        rack.on("POST", GENERATE, Answer.json(200, "{\"done\":true}"));
        desk.on("POST", GENERATE, FakeOllama.error(500, "no"));
        assertThat(admin.post(MIGRATE, DESK_TO_RACK).status()).isEqualTo(502);
        assertThat(admin.answering("tiny")).isEqualTo("desk");
    }

    @Test
    void aMoveThatFailsLeavesAnEarlierOneAsItWas() throws Exception {
        admin.done(MIGRATE, DESK_TO_RACK);
        rack.on("POST", GENERATE, FakeOllama.error(500, "no"));

        assertThat(admin.post(MIGRATE, "{'model':'tiny','from':'rack','to':'desk'}").status())
                .isEqualTo(502);

        assertThat(admin.answering("tiny")).isEqualTo("rack");
    }

    @Test
    void aClientThatLeavesEndsTheWaitForALoadAndMovesNothing() throws Exception {
        rack.on("POST", GENERATE, Answer.stall());
        try (RawHttp leaving = RawHttp.connect(server.port())) {
            leaving.post(MIGRATE, DESK_TO_RACK.replace('\'', '"'));
            Received load = rack.awaitRequest(GENERATE);
            leaving.hangUp();
            load.awaitHangUp(Duration.ofSeconds(20));
        }
        assertThat(admin.answering("tiny")).isEqualTo("desk");
        assertThat(told(desk)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "load | {'model':'tiny','backend':'vllm'} | 400 | expected: the pool or an Ollama;"
                        + " there are: desk, rack",
                "unload | {'model':'tiny','backend':'chasqui-extract'} | 400 | does not load"
                        + " models",
                "load | {'model':'tiny','backend':'dask'} | 404 | no backend 'dask'; there are:"
                        + " desk",
                "load | {'model':'other','backend':'rack'} | 404 | does not have the model 'other'",
                "load | {'model':'nosuch','backend':'rack'} | 404 | nosuch",
                "load | {'model':'tiny'} | 400 | backend: missing",
                "load | [] | 400 | the body is no object",
                "migrate | {'model':'tiny','from':'desk','to':'desk'} | 400 | expected: another",
                "migrate | {'model':'tiny','from':'desk','to':'vllm'} | 400 | to: 'vllm'",
            })
    void whatCannotBeDoneIsSaid(String what, String body, int status, String message)
            throws IOException {
        WireMessage answer = admin.post("/admin/models/" + what, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text()).contains(message);
        assertThat(told(desk)).isEmpty();
        assertThat(told(rack)).isEmpty();
    }

    @Test
    void changesAreInTheAuditTrail() throws Exception {
        admin.done(LOAD, "{'model':'tiny','backend':'rack'}");
        admin.done(MIGRATE, DESK_TO_RACK);

        Polled.until(
                "the changes are in the audit trail",
                () -> {
                    String audit = admin.get("/admin/audit").toString();
                    return audit.contains("model.load")
                            && audit.contains("model.migrate")
                            && audit.contains("rack");
                });
    }
}
