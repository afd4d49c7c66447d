package dev.chasqui.bootstrap.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigReader;
import dev.chasqui.adapters.gguf.GgufFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a model can, by its file and by what the config tells its server. */
class CapabilitiesTest {
    @TempDir Path folder;

    @Test
    void aFileTellsWhatItsModelCan() throws Exception {
        assertThat(of("own-scripted", "")).containsExactly("completion", "tools", "thinking");
        assertThat(of("own-embed", "")).containsExactly("embedding");
    }

    @Test
    void aProjectorLetsItSee() throws Exception {
        assertThat(of("own-scripted", "\"args\":[\"--mmproj\",\"p.gguf\"]"))
                .containsExactly("completion", "vision", "tools", "thinking");
        assertThat(of("own-scripted", "\"env\":{\"LLAMA_ARG_MMPROJ\":\"p.gguf\"}"))
                .contains("vision");
    }

    @Test
    void aServerThatIsToldToEmbedOrToRankDoesNothingElse() throws Exception {
        assertThat(of("own-scripted", "\"args\":[\"--embeddings\"]")).containsExactly("embedding");
        assertThat(of("own-scripted", "\"env\":{\"LLAMA_ARG_EMBEDDINGS\":\"1\"}"))
                .containsExactly("embedding");
        assertThat(of("own-embed", "\"args\":[\"--reranking\"]")).containsExactly("rerank");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '^',
            value = {
                "{% for m in messages %}{{ m.content }}{% endfor %}          ^ completion",
                "Use no tools. {% for m in messages %}{{ m }}{% endfor %}     ^ completion",
                "{%- if tools is defined %}{{ tools | tojson }}{%- endif %}   ^ completion,tools",
                "{%- if not enable_thinking %}<x>{% endif %} ^ completion,thinking",
                "<|start|>assistant<|channel|>final ^ completion,thinking",
            })
    void aTemplateOfTheConfigIsUsedForThatOfTheFile(String template, String expected)
            throws Exception {
        Path file = Files.writeString(folder.resolve("template.jinja"), template);

        assertThat(of("own-scripted", "\"args\":[\"--chat-template-file\",\"" + file + "\"]"))
                .containsExactly(expected.split(",", -1));
    }

    private List<String> of(String file, String members) throws Exception {
        Path path = PoolOfModels.MODELS.resolve(file + ".gguf");
        return new Capabilities(config(path, members).pool().models().values().iterator().next())
                .of(GgufFile.read(path));
    }

    private Config config(Path path, String members) throws IOException {
        String more = members.isEmpty() ? "" : "," + members;
        Path file =
                Files.writeString(
                        folder.resolve("config.json"),
                        "{\"pool\":{\"models\":{\"m\":{\"file\":\"%s\"%s}}}}"
                                .formatted(path, more));
        return ConfigReader.read(Optional.of(file), Map.of(), Map.of());
    }
}
