package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;

/** The abilities of llama.cpp's own server, and its errors for others. */
class LlamaServerTest {
    private static final String PIXEL =
            "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                    + "{\"url\":\"data:image/png;base64,AAAA\"}}]}]";

    private static final FakeBackend LLAMA = FakeOpenAi.start();
    private static final FakeBackend OTHER = FakeOpenAi.start("tiny", "other");
    private static StartedServer server;

    @BeforeAll
    static void start() {
        LLAMA.on(
                        "GET",
                        "/v1/models",
                        Answer.json(
                                200,
                                """
                                {"object":"list","data":[\
                                {"id":"tiny","object":"model","created":1,"owned_by":"llamacpp"},\
                                {"id":"alone","object":"model","created":1,"owned_by":"llamacpp"}]}\
                                """))
                .on("POST", "/completion", Answer.play("llama-server/completion-native-stream"))
                .on("POST", "/infill", Answer.play("llama-server/infill"))
                .on("POST", "/v1/chat/completions", Answer.play("llama-server/chat-image"));
        server =
                StartedServer.of(
                        "{\"backends\":[%s,%s]}"
                                .formatted(
                                        StartedServer.backendConfig("llama", LLAMA, "openai"),
                                        StartedServer.backendConfig("other", OTHER, "openai")));
    }

    @AfterAll
    static void close() {
        server.close();
        LLAMA.close();
        OTHER.close();
    }

    @Test
    void aRawPromptReachesItAsACompletion() throws IOException {
        WireMessage answer = generate("{\"model\":\"alone\",\"prompt\":\"<s>Hi\",\"raw\":true}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("\"response\":\"Hello! \"", "\"done\":true", "\"eval_count\":5")
                .doesNotContain("\"context\"");
        assertThat(LLAMA.received("/completion").getLast().message().text())
                .contains("\"prompt\":\"<s>Hi\"");
    }

    @Test
    void aModelThatFillsNoGapsRefusesInItsOwnWords() throws IOException {
        WireMessage answer =
                generate("{\"model\":\"alone\",\"prompt\":\"def f(\",\"suffix\":\"return\"}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("Infill is not supported by this model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"raw\":true", "\"suffix\":\"b\""})
    void anotherServerOfOpenAisDialectIsNotAskedForIt(String member) throws IOException {
        int asked = OTHER.received("/completion").size() + OTHER.received("/infill").size();
        WireMessage answer = generate("{\"model\":\"other\",\"prompt\":\"a\"," + member + "}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("llama-server", "'other'");
        assertThat(OTHER.received("/completion").size() + OTHER.received("/infill").size())
                .isEqualTo(asked);
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aMistakeThatItCallsAFaultOfItsOwnIsTheClients(Client client) throws IOException {
        String messages =
                client == Client.OPENAI
                        ? PIXEL
                        : "[{\"role\":\"user\",\"content\":\"\",\"images\":[\"AAAA\"]}]";
        for (boolean stream : new boolean[] {true, false}) {
            Reply reply =
                    client.ask(
                            server.port(),
                            Client.conversation(messages, stream).replace("tiny", "alone"));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.error()).contains("image input is not supported");
            if (client == Client.OPENAI) {
                assertThat(reply.body())
                        .contains("\"type\":\"invalid_request_error\"", "\"code\":null");
            }

            Reply elsewhere = client.ask(server.port(), Client.conversation(messages, stream));
            assertThat(elsewhere.text()).isEqualTo("Hello there!");
        }
    }

    private static WireMessage generate(String body) throws IOException {
        return RawHttp.post(server.port(), "/api/generate", body);
    }
}
