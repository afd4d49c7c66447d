package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.testing.Answer;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;

/** Models that Ollama's clients load and unload, and the requests that they send with that. */
class LoadingTest {

    @ParameterizedTest
    @CsvSource({
        "/api/generate, '{\"model\":\"tiny\"}', load",
        "/api/generate, '{\"model\":\"tiny\",\"keep_alive\":0}', unload",
        "/api/generate, '{\"model\":\"tiny\",\"keep_alive\":0,\"stream\":false}', unload",
        "/api/chat, '{\"model\":\"tiny\",\"messages\":[]}', load",
        "/api/chat, '{\"model\":\"tiny\",\"messages\":[],\"stream\":true}', load",
    })
    void aLoadIsAnsweredWithOneObjectAsAnOllamaDoes(String path, String body, String reason)
            throws IOException {
        try (Setting setting = Setting.with(Client.OPENAI)) {
            answeredAtOnce(RawHttp.post(setting.port(), path, body), reason);
        }
    }

    @Test
    void aLoadByAnOllamaIsAnsweredSoToo() throws IOException {
        try (Setting setting = Setting.with(Client.OLLAMA)) {
            setting.backend().on("POST", "/api/generate", Answer.play("ollama/generate-load"));

            String body = "{\"model\":\"tiny\"}";
            answeredAtOnce(RawHttp.post(setting.port(), "/api/generate", body), "load");
            assertThat(setting.backend().received("/api/generate")).hasSize(1);
        }
    }

    private static void answeredAtOnce(WireMessage answer, String reason) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("content-type")).contains("application/json");
        assertThat(answer.text()).contains("\"done\":true", "\"done_reason\":\"" + reason + "\"");
    }

    @ParameterizedTest
    @EnumSource(Client.class)
    void aBackendThatIsGoneLoadsNothing(Client backend) throws IOException {
        try (Setting setting = Setting.with(backend)) {
            assertThat(RawHttp.get(setting.port(), "/api/tags").text()).contains("tiny");
            setting.backend().close();

            WireMessage answer =
                    RawHttp.post(setting.port(), "/api/generate", "{\"model\":\"tiny\"}");
            assertThat(answer.status()).isEqualTo(502);
        }
    }

    @Test
    void whatALlamaServerHasLoadedIsTold() throws IOException {
        try (Setting setting = Setting.with(Client.OPENAI)) {
            setting.backend()
                    .on("GET", "/v1/models", Answer.play("llama-server/router-models-loaded"));

            assertThat(RawHttp.get(setting.port(), "/api/ps").text())
                    .contains("\"tiny:latest\"", "\"size\":328704", "\"context_length\":4096")
                    .doesNotContain("tiny-embed");
            assertThat(RawHttp.post(setting.port(), "/api/show", "{\"model\":\"tiny\"}").text())
                    .contains("\"unknown.context_length\":4096");
        }
    }

    @Test
    void theVersionIsThatOfTheConfig() throws IOException {
        String config = "{\"pool\":{\"models\":{\"m\":{\"file\":\"m.gguf\"}}}%s}";
        try (StartedServer usual = StartedServer.of(config.formatted(""));
                StartedServer other =
                        StartedServer.of(
                                config.formatted(",\"server\":{\"ollamaVersion\":\"0.13\"}"))) {
            assertThat(RawHttp.get(usual.port(), "/api/version").text())
                    .isEqualTo("{\"version\":\"0.12.11\"}");
            assertThat(RawHttp.get(other.port(), "/api/version").text())
                    .isEqualTo("{\"version\":\"0.13\"}");
        }
    }
}
