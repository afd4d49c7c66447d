package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.testing.RawHttp;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** The facts about a pool's models that clients see before any of them was loaded. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KnownModelsTest {
    private static final Instant CHANGED = Instant.parse("2026-11-21T02:45:05Z");

    @TempDir static Path folder;

    private PoolOfModels pool;

    @BeforeAll
    void start() throws IOException {
        Path chat = copy("own-scripted");
        Path embed = copy("own-embed");
        Path damaged = Files.writeString(folder.resolve("broken-7b-Q4_0.gguf"), "GGUF");
        pool =
                PoolOfModels.start(
                        folder,
                        "\"cache\":\"%s\"".formatted(folder.resolve("cache")),
                        "\"tiny\":{\"file\":\"%s\",\"context\":1000}".formatted(chat),
                        "\"tiny-embed\":{\"file\":\"%s\"}".formatted(embed),
                        "\"broken\":{\"file\":\"%s\"}".formatted(damaged),
                        "\"gemma\":{\"hf\":\"ggml-org/gemma-3-1b-it-GGUF:Q4_K_M\"}",
                        "\"program\":{\"command\":[\"serve\",\"${port}\"]}");
    }

    private static Path copy(String name) throws IOException {
        Path file =
                Files.copy(
                        PoolOfModels.MODELS.resolve(name + ".gguf"),
                        folder.resolve(name + ".gguf"));
        return Files.setLastModifiedTime(file, FileTime.from(CHANGED));
    }

    @AfterAll
    void stop() {
        pool.close();
    }

    @Test
    void aListTellsWhatTheFileSays() throws Exception {
        assertThat(tag("tiny:latest"))
                .contains(
                        "\"modified_at\":\"2026-11-21T02:45:05Z\"",
                        "\"size\":339680",
                        "\"format\":\"gguf\",\"family\":\"llama\",\"families\":[\"llama\"],"
                                + "\"parameter_size\":\"164K\",\"quantization_level\":\"F16\"",
                        "\"context_length\":1000,\"embedding_length\":128",
                        "\"capabilities\":[\"completion\",\"tools\",\"thinking\"]");
        assertThat(tag("tiny-embed:latest"))
                .contains(
                        "\"family\":\"bert\"",
                        "\"parameter_size\":\"112K\"",
                        "\"context_length\":512",
                        "\"capabilities\":[\"embedding\"]");
    }

    @Test
    void aModelIsShownAsItsFileSays() throws Exception {
        assertThat(show("tiny"))
                .contains(
                        "\"llama.context_length\":1000",
                        "\"llama.embedding_length\":128",
                        "\"capabilities\":[\"completion\",\"tools\",\"thinking\"]",
                        "\"modified_at\":\"2026-11-21T02:45:05Z\"");
        assertThat(show("tiny-embed"))
                .contains("\"bert.context_length\":512", "\"capabilities\":[\"embedding\"]");
    }

    @Test
    void ofAModelThatIsNotHereTheNameTellsWhatItCanAndNoZeroLies() throws Exception {
        assertThat(tag("gemma:latest"))
                .contains(
                        "\"format\":\"gguf\"",
                        "\"parameter_size\":\"1B\"",
                        "\"quantization_level\":\"Q4_K_M\"",
                        "\"size\":593750000")
                .doesNotContain("1970");
        assertThat(tag("program:latest")).doesNotContain("1970");
    }

    @Test
    void aFileThatCannotBeReadIsStillListed() throws Exception {
        assertThat(tag("broken:latest"))
                .contains("\"size\":4", "\"parameter_size\":\"7B\"")
                .doesNotContain("1970");
    }

    @Test
    void whoChatsToAModelThatEmbedsIsToldSoAsAnOllamaDoes() throws Exception {
        String chat =
                "{\"model\":\"tiny-embed\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        var ollama = RawHttp.post(pool.port(), "/api/chat", chat);
        assertThat(ollama.status()).isEqualTo(400);
        assertThat(ollama.text())
                .isEqualTo("{\"error\":\"\\\"tiny-embed\\\" does not support chat\"}");

        var generate =
                RawHttp.post(
                        pool.port(),
                        "/api/generate",
                        "{\"model\":\"tiny-embed\",\"prompt\":\"Hi\"}");
        assertThat(generate.status()).isEqualTo(400);
        assertThat(generate.text())
                .isEqualTo("{\"error\":\"\\\"tiny-embed\\\" does not support generate\"}");

        var openAi = RawHttp.post(pool.port(), "/v1/chat/completions", chat);
        assertThat(openAi.status()).isEqualTo(400);
        assertThat(openAi.text())
                .contains("\\\"tiny-embed\\\" does not support chat", "invalid_request_error");
        assertThat(pool.state()).as("nothing was loaded for it").doesNotContain("\"loading\"");
    }

    /** Returns the entry of a model in the list, as text. */
    private String tag(String name) throws IOException {
        String list = RawHttp.get(pool.port(), "/api/tags").text();
        int from = list.indexOf("{\"name\":\"" + name + "\"");
        assertThat(from).as(list).isNotNegative();
        int to = list.indexOf("{\"name\"", from + 1);
        return to < 0 ? list.substring(from) : list.substring(from, to);
    }

    private String show(String model) throws IOException {
        return RawHttp.post(pool.port(), "/api/show", "{\"model\":\"" + model + "\"}").text();
    }
}
