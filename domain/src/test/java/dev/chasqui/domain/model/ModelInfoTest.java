package dev.chasqui.domain.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Collectors;

class ModelInfoTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            textBlock =
                    """
                    {"capabilities":["completion","tools"]}                 | chat,completion
                    {"capabilities":["embedding"]}                          | embedding
                    {"capabilities":["rerank","embedding"]}                 | embedding,rerank
                    {"capabilities":["tools"]}                              | ^^
                    {"capabilities":{"completion_chat":true}}               | ^^
                    {"kinds":["embedding"],"capabilities":["completion"]}   | embedding
                    {"kinds":["completion"]}                                | completion
                    {"kinds":[],"capabilities":["completion"]}              | chat,completion
                    {"type":"embeddings"}                                   | embedding
                    {"type":"llm"}                                          | chat,completion
                    {"type":"model"}                                        | ^^
                    {"architecture":{"output_modalities":["embeddings"]}}   | embedding
                    {"architecture":{"output_modalities":["text"]}}         | ^^
                    {}                                                      | ^^
                    """)
    void theKindsAreReadFromTheEntryOfTheList(String entry, String kinds) {
        assertThat(
                        listed(entry).kinds().stream()
                                .map(ModelKind::word)
                                .collect(Collectors.joining(",")))
                .isEqualTo(kinds);
    }

    @Test
    void vectorsMayBeCutOnlyWhereTheListSaysSo() {
        assertThat(listed("{}").cutsTo(64)).isFalse();
        assertThat(listed("{\"is_matryoshka\":true}").cutsTo(64)).isTrue();
        assertThat(listed("{\"is_matryoshka\":false}").cutsTo(64)).isFalse();
        assertThat(listed("{\"matryoshka_dimensions\":[64,128]}").cutsTo(64)).isTrue();
        assertThat(listed("{\"matryoshka_dimensions\":[64,128]}").cutsTo(65)).isFalse();
    }

    private static ModelInfo listed(String entry) {
        return new ModelInfo(
                "m",
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.empty(),
                Json.Obj.EMPTY,
                (Json.Obj) JsonReader.read(entry.getBytes(StandardCharsets.UTF_8)));
    }
}
