package dev.chasqui.bootstrap.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.bootstrap.ReloadedServer;
import dev.chasqui.bootstrap.StartedServer;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.testing.FakeBackend;
import dev.chasqui.testing.FakeOpenAi;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.WireMessage;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Tests of the built-in embedding model over sockets, beside a backend with a chat model. */
class BuiltInEmbeddingsTest {
    private static final String LONG = "word ".repeat(600);

    private static FakeBackend backend;
    private static StartedServer server;

    @BeforeAll
    static void start() {
        backend = FakeOpenAi.start("tiny");
        server = StartedServer.before(backend, "openai");
    }

    @AfterAll
    static void close() {
        server.close();
        backend.close();
    }

    @Test
    void itIsListedUnderItsKindBehindTheModelsThatChat() throws IOException {
        assertThat(RawHttp.get(server.port(), "/v1/models").text())
                .containsSubsequence(
                        "\"id\":\"tiny\"",
                        "\"id\":\"chasqui-embed\"",
                        "\"kinds\":[\"embedding\",\"rerank\"]")
                .doesNotContain("chasqui-extract");
        assertThat(RawHttp.get(server.port(), "/api/tags").text())
                .containsSubsequence("tiny", "chasqui-embed", "\"capabilities\":[\"embedding\"]");
        assertThat(post("/api/show", "'model':'chasqui-embed'").text())
                .contains("\"bert.context_length\":512", "\"bert.embedding_length\":384");
    }

    @Test
    void clientsOfBothDialectsGetTheSameVectors() throws IOException {
        WireMessage openAi = post("/v1/embeddings", "'model':'chasqui-embed','input':['a b','c']");
        WireMessage ollama = post("/api/embed", "'model':'chasqui-embed','input':['a b','c']");

        assertThat(openAi.status()).isEqualTo(200);
        assertThat(openAi.text()).contains("\"prompt_tokens\":7");
        assertThat(ollama.text()).contains("\"prompt_eval_count\":7");
        Json.Arr data = list(openAi, "data");
        Json.Arr vectors = list(ollama, "embeddings");
        assertThat(data.items()).hasSize(2);
        for (int at = 0; at < 2; at++) {
            Json vector = ((Json.Obj) data.items().get(at)).get("embedding").orElseThrow();
            assertThat(((Json.Arr) vector).items()).hasSize(384);
            assertThat(vector).isEqualTo(vectors.items().get(at));
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/embeddings,''", "/api/embed,',''truncate'':false'"})
    void whatIsTooLongIsRefusedWithBothNumbers(String path, String members) throws IOException {
        WireMessage answer = post(path, "'model':'chasqui-embed','input':'" + LONG + "'" + members);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains("602 tokens (expected: at most 512");
        if (path.startsWith("/v1")) {
            assertThat(answer.text()).contains("\"code\":\"context_length_exceeded\"");
        }
    }

    @Test
    void ollamasClientsHaveItCut() throws IOException {
        WireMessage answer = post("/api/embed", "'model':'chasqui-embed','input':'" + LONG + "'");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).contains("\"prompt_eval_count\":512");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/embeddings,'''input'':''a'',''dimensions'':64',dimensions: 64 (expected: 384",
        "/api/embed,'''input'':''a'',''dimensions'':64',dimensions: 64 (expected: 384",
        "/v1/embeddings,'''input'':[1,2]',input: tokens (expected: text",
        "/v1/chat/completions,'''messages'':[{''role'':''user'',''content'':''a''}]',does not"
    })
    void whatItCannotDoIsRefused(String path, String members, String why) throws IOException {
        WireMessage answer = post(path, "'model':'chasqui-embed'," + members);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).contains(why);
    }

    @Test
    void aReloadTurnsItOffAndOn(@TempDir Path folder) throws IOException {
        String off =
                "{\"models\":{\"embed\":false},\"backends\":[%s]}"
                        .formatted(StartedServer.backendConfig("one", backend, "openai"));
        String on = off.replace("false", "true");
        try (ReloadedServer reloaded = ReloadedServer.start(folder, on)) {
            assertThat(models(reloaded)).contains("tiny", "chasqui-embed");

            assertThat(reloaded.reload(off).status()).isEqualTo(200);
            assertThat(models(reloaded)).contains("tiny").doesNotContain("chasqui-embed");
            assertThat(
                            RawHttp.post(
                                            reloaded.port(),
                                            "/v1/embeddings",
                                            "{\"model\":\"chasqui-embed\",\"input\":\"a\"}")
                                    .status())
                    .isEqualTo(404);

            assertThat(reloaded.reload(on).status()).isEqualTo(200);
            assertThat(models(reloaded)).contains("chasqui-embed");
        }
    }

    private static String models(ReloadedServer asked) throws IOException {
        return RawHttp.get(asked.port(), "/v1/models").text();
    }

    private static WireMessage post(String path, String members) throws IOException {
        return RawHttp.post(server.port(), path, ("{" + members + "}").replace('\'', '"'));
    }

    private static Json.Arr list(WireMessage answer, String member) {
        Json.Obj body = (Json.Obj) JsonReader.read(answer.text().getBytes(StandardCharsets.UTF_8));
        return (Json.Arr) body.get(member).orElseThrow();
    }
}
