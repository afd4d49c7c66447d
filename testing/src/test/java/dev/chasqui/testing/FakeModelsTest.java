package dev.chasqui.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class FakeModelsTest {

    @Test
    void anOpenAiBackendListsItsModelsAndChatsBothWays() throws IOException {
        try (FakeBackend backend = FakeOpenAi.start("m1", "m2")) {
            assertThat(RawHttp.get(backend.port(), "/v1/models").text()).contains("m1", "m2");
            assertThat(chat(backend, "/v1/chat/completions", "{\"model\":\"m1\"}").text())
                    .contains("\"model\":\"m1\"", "\"content\":\"Hello there!\"");
            WireMessage stream =
                    chat(backend, "/v1/chat/completions", "{\"model\":\"m1\", \"stream\" : true}");
            assertThat(stream.pieces()).hasSize(5);
            assertThat(stream.text())
                    .contains("\"content\":\"Hello \"", "\"finish_reason\":\"stop\"")
                    .endsWith("data: [DONE]\n\n");
        }
    }

    @Test
    void anOllamaBackendShowsItsModelsAndChatsBothWays() throws IOException {
        try (FakeBackend backend = FakeOllama.start("tiny:latest")) {
            assertThat(RawHttp.get(backend.port(), "/api/version").status()).isEqualTo(200);
            assertThat(RawHttp.get(backend.port(), "/api/tags").text()).contains("tiny:latest");
            assertThat(chat(backend, "/api/show", "{\"model\":\"tiny\"}").status()).isEqualTo(200);
            assertThat(chat(backend, "/api/show", "{\"name\":\"x\"}").status()).isEqualTo(404);
            assertThat(chat(backend, "/api/chat", "{\"stream\":false}").text())
                    .contains("\"content\":\"Hello there!\"", "\"done\":true");
            assertThat(chat(backend, "/api/chat", "{\"model\":\"tiny\"}").text().lines())
                    .hasSize(3)
                    .last()
                    .asString()
                    .contains("\"done_reason\":\"stop\"");
        }
    }

    @Test
    void textIsQuotedAsJson() {
        assertThat(ChatText.quoted("a\"b\\c\nd")).isEqualTo("\"a\\\"b\\\\c\\u000ad\"");
    }

    private static WireMessage chat(FakeBackend backend, String path, String body)
            throws IOException {
        return RawHttp.post(backend.port(), path, body);
    }
}
