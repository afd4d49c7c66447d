package dev.chasqui.adapters.llamacpp;

import static dev.chasqui.adapters.llamacpp.ModelHeader.Purpose.COMPLETION;
import static dev.chasqui.adapters.llamacpp.ModelHeader.Purpose.EMBEDDING;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.llamacpp.ModelHeader.Purpose;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The capabilities of a model, from its file and from the arguments in the config. */
class CapabilitiesTest {
    private static final String TEMPLATE =
            "{%- if tools %}{{ tools | tojson }}{% endif %}<think>{{ messages }}";

    @TempDir Path folder;

    @Test
    void aFileTellsWhatItsModelCan() throws Exception {
        assertThat(of(COMPLETION)).containsExactly("completion", "tools", "thinking");
        assertThat(of(EMBEDDING)).containsExactly("embedding");
    }

    @Test
    void aProjectorLetsItSee() throws Exception {
        assertThat(of(COMPLETION, "--mmproj", "p.gguf"))
                .containsExactly("completion", "vision", "tools", "thinking");
        assertThat(of(COMPLETION, Map.of("LLAMA_ARG_MMPROJ", "p.gguf"))).contains("vision");
    }

    @Test
    void aServerThatIsToldToEmbedOrToRankDoesNothingElse() throws Exception {
        assertThat(of(COMPLETION, "--embeddings")).containsExactly("embedding");
        assertThat(of(COMPLETION, Map.of("LLAMA_ARG_EMBEDDINGS", "1")))
                .containsExactly("embedding");
        assertThat(of(EMBEDDING, "--reranking")).containsExactly("rerank");
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

        assertThat(of(COMPLETION, "--chat-template-file", file.toString()))
                .containsExactly(expected.split(",", -1));
    }

    private static List<String> of(Purpose purpose, String... args) {
        return of(purpose, Map.of(), args);
    }

    private static List<String> of(Purpose purpose, Map<String, String> env, String... args) {
        return new Capabilities(TestModels.model(Path.of("m.gguf"), List.of(args), env))
                .of(new FakeHeader(purpose, "llama", TEMPLATE, new ArrayList<>()));
    }
}
