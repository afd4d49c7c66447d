package dev.chasqui.bootstrap.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOllama;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The members that {@code POST /api/generate} alone has. */
class GenerateTest {
    private static final String GENERATE = "/api/generate";
    private static final String CHAT = "/v1/chat/completions";

    private FakeBackend ollama;
    private FakeBackend openAi;
    private StartedServer server;
    private Calls calls;

    @BeforeEach
    void start() {
        ollama = FakeOllama.start("llama3:latest");
        openAi = FakeOpenAi.start("gpt").on("POST", CHAT, FakeOpenAi.chat("Yes."));
        server =
                StartedServer.of(
                        "{\"backends\":[%s,%s]}"
                                .formatted(
                                        StartedServer.backendConfig("openai", openAi, "openai"),
                                        StartedServer.backendConfig("ollama", ollama, "ollama")));
        calls = new Calls(server.port());
    }

    @AfterEach
    void stop() {
        server.close();
        ollama.close();
        openAi.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"model\":\"llama3\",\"prompt\":\"Hi\",\"context\":[1,2,3]}",
                "{\"model\":\"llama3\",\"prompt\":\"a\",\"suffix\":\"b\",\"keep_alive\":\"0s\"}",
                "{\"model\":\"llama3\",\"prompt\":\"a\",\"raw\":true,\"options\":null}",
                "{\"model\":\"llama3\",\"prompt\":\"a\",\"images\":[\"aGk=\"],\"template\":\"x\"}"
            })
    void anOllamaGetsThemAsTheyCameAndItsContextComesBack(String body) throws Exception {
        ollama.on("POST", GENERATE, Answer.play("ollama/generate-stream"));

        WireMessage reply = calls.post(GENERATE, body);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).contains("\"context\":[");
        assertThat(ollama.awaitRequest(GENERATE).message().text()).isEqualTo(body);
    }

    @Test
    void aContextMeansNothingToOtherServersAndIsNamed() throws Exception {
        WireMessage reply =
                calls.post(
                        GENERATE,
                        """
                        {"model":"gpt","prompt":"Hi","context":[1,2],"template":"x","stream":false}\
                        """);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.header("X-Chasqui-Dropped").orElseThrow()).contains("context", "template");
        assertThat(reply.text()).contains("\"response\":\"Yes.\"", "\"context\":[]");
    }

    @Test
    void anEmptyPromptLoadsAndUnloadsADerivedModelsBase() throws Exception {
        ollama.on("POST", GENERATE, Answer.play("ollama/generate-unload"));
        for (String body :
                new String[] {
                    "{\"model\":\"llama3\",\"prompt\":\"\"}",
                    "{\"model\":\"llama3\",\"prompt\":\"\",\"keep_alive\":\"0s\"}",
                    "{\"model\":\"llama3\",\"keep_alive\":0.0}"
                }) {
            assertThat(calls.post(GENERATE, body).status()).isEqualTo(200);
            assertThat(ollama.awaitRequest(GENERATE).message().text()).contains("llama3");
        }
        calls.post("/api/create", "{\"model\":\"bot\",\"from\":\"gpt\",\"system\":\"Brief.\"}");
        assertThat(calls.post(GENERATE, "{\"model\":\"bot\",\"keep_alive\":0}").text())
                .contains("\"done_reason\":\"unload\"");
    }

    @Test
    void aPromptForADerivedModelGetsItsInstructionsUnlessItBringsSome() throws Exception {
        calls.post("/api/create", "{\"model\":\"bot\",\"from\":\"gpt\",\"system\":\"Brief.\"}");

        calls.post(GENERATE, "{\"model\":\"bot\",\"prompt\":\"Hi\"}");
        assertThat(messages()).contains("Brief.");
        calls.post(GENERATE, "{\"model\":\"bot\",\"prompt\":\"Hi\",\"system\":\"Mine.\"}");
        assertThat(messages()).contains("Mine.").doesNotContain("Brief.");
    }

    private String messages() throws InterruptedException {
        Json.Obj sent = Calls.body(openAi.awaitRequests(CHAT, 1).getLast());
        return sent.get("messages").orElseThrow().toString();
    }
}
