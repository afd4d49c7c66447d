package dev.chasqui.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HubModelTest {

    @Test
    void aModelIsARepositoryAndPerhapsAVariant() {
        HubModel model = HubModel.parse("ggml-org/gemma-3-1b-it-GGUF:Q4_K_M");

        assertThat(model.org()).isEqualTo("ggml-org");
        assertThat(model.repo()).isEqualTo("gemma-3-1b-it-GGUF");
        assertThat(model.variant()).contains("Q4_K_M");
        assertThat(model).hasToString("ggml-org/gemma-3-1b-it-GGUF:Q4_K_M");
        assertThat(HubModel.parse("a/b").variant()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a/",
                "/b",
                "a/b/c",
                "a/b:",
                "a/b:c:d",
                "../b",
                "a/..",
                "a/b:..",
                ".a/b",
                "a/b.",
                "a/b..c",
                "a/-b",
                "a--c/b",
                "a b/c",
                "a/b:c/d",
                "a\\b/c",
                "a/b\n",
                "a%2f/b",
                "ä/b",
                "https://huggingface.co/a/b",
                "-a/b",
                "a..b/c"
            })
    void anythingElseIsNone(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HubModel.parse(text))
                .withMessageContaining("(expected: ");
        assertThat(HubModel.find(text)).isEmpty();
    }

    @Test
    void aNameHas96LettersAtMost() {
        assertThat(HubModel.find("a/" + "b".repeat(96))).isPresent();
        assertThat(HubModel.find("a/" + "b".repeat(97))).isEmpty();
    }

    @Test
    void theLatestVariantIsTheUsualOne() {
        assertThat(HubModel.parse("a/b:Latest")).isEqualTo(HubModel.parse("a/b"));
    }
}
