package dev.chasqui.adapters.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.model.HubModel;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

class GgufChoiceTest {
    private static final List<String> REPO =
            List.of(
                    "README.md",
                    "UD-Q2_K_XL/m-UD-Q2_K_XL-00001-of-00002.gguf",
                    "UD-Q2_K_XL/m-UD-Q2_K_XL-00002-of-00002.gguf",
                    "imatrix.gguf",
                    "m-BF16.gguf",
                    "m-IQ4_XS.gguf",
                    "m-Q4_K_S.gguf",
                    "m-Q4_K_M.gguf",
                    "m-Q8_0.gguf",
                    "m_q5_0.gguf",
                    "m.Q6_K.gguf",
                    "mmproj-m-Q8_0.gguf");

    @ParameterizedTest
    @CsvSource({
        "Q4_K_M, m-Q4_K_M.gguf",
        "q4_k_m, m-Q4_K_M.gguf",
        "Q8_0, m-Q8_0.gguf",
        "bf16, m-BF16.gguf",
        "Q6_K, m.Q6_K.gguf",
        "Q5_0, m_q5_0.gguf",
        "IQ4_XS, m-IQ4_XS.gguf",
        "m-Q8_0, m-Q8_0.gguf",
        "latest, m-Q4_K_M.gguf"
    })
    void theVariantIsAWordOfTheName(String variant, String file) throws HubException {
        assertThat(choose("o/r:" + variant, REPO)).containsExactly(file);
    }

    @ParameterizedTest
    @CsvSource({"Q4_XS", "F16", "Q4_K", "K_M", "0", "4_K_M", "gguf-x", "imatrix"})
    void aPieceOfAWordIsNone(String variant) {
        assertThatThrownBy(() -> choose("o/r:" + variant, REPO))
                .isInstanceOf(HubException.class)
                .hasMessageContaining("(expected: BF16, IQ4_XS, Q2_K_XL, Q4_K_M, ");
    }

    @ParameterizedTest
    @CsvSource({"Q2_K_XL", "UD-Q2_K_XL"})
    void aSplitFileIsAllItsParts(String variant) throws HubException {
        assertThat(choose("o/r:" + variant, REPO)).containsExactlyElementsOf(REPO.subList(1, 3));
    }

    @Test
    void aSplitFileThatLacksAPartIsNone() {
        assertThatThrownBy(() -> choose("o/r", List.of("m-Q8_0-00001-of-00002.gguf")))
                .hasMessageContaining("lacks the file m-Q8_0-00002-of-00002.gguf");
        assertThatThrownBy(() -> choose("o/r", List.of("m-Q8_0-00002-of-00002.gguf")))
                .hasMessageContaining("GGUF files");
    }

    @Test
    void withoutAVariantTheUsualOneComes() throws HubException {
        assertThat(choose("o/r", REPO)).containsExactly("m-Q4_K_M.gguf");
        assertThat(choose("o/r", List.of("a-F16.gguf", "a-Q8_0.gguf")))
                .containsExactly("a-Q8_0.gguf");
        assertThat(choose("o/r", List.of("mmproj-a.gguf", "a-F16.gguf", "a-Q2_K.gguf")))
                .containsExactly("a-F16.gguf");
        assertThat(choose("o/r", List.of("a-00001-of-00000.gguf")))
                .containsExactly("a-00001-of-00000.gguf");
    }

    @Test
    void aRepositoryWithoutModelsIsToldSo() {
        assertThatThrownBy(() -> choose("o/r", List.of("model.safetensors", "mmproj-F16.gguf")))
                .hasMessageContaining("model: o/r (expected: a repository with GGUF files");
    }

    @ParameterizedTest
    @CsvSource({"mtp", "MTP", "eagle3", "draft", "dflash"})
    void aWordOfDraftsThatAllNamesHoldIsPartOfTheModelsName(String word) throws HubException {
        String name = "Llama-" + word + "-Q4_K_M.gguf";
        List<String> repository =
                List.of("mmproj-Llama-" + word + "-F16.gguf", "Llama-" + word + "-Q8_0.gguf", name);

        assertThat(choose("o/r", repository)).containsExactly(name);
        assertThat(choose("o/r:q8_0", repository)).containsExactly(repository.get(1));
    }

    @ParameterizedTest
    @CsvSource({
        "mtp-Llama-Q4_K_M.gguf",
        "MTP-Llama-Q4_K_M.gguf",
        "eagle3-Q4_K_M.gguf",
        "Llama-mtp-Q4_K_M.gguf",
        "Llama.mtp.gguf",
        "Llama-mtp.gguf",
        "drafts/draft-Q4_K_M.gguf",
        "Llama-MMPROJ-Q4_K_M.gguf",
        "Llama_mmproj_Q4_K_M.gguf",
        "Llama.imatrix.Q4_K_M.gguf"
    })
    void whatGoesAlongIsNotTakenForTheModel(String companion) throws HubException {
        assertThat(choose("o/r", List.of(companion, "Llama-Q8_0.gguf")))
                .containsExactly("Llama-Q8_0.gguf");
    }

    @ParameterizedTest
    @CsvSource({
        "Overdraft-Q4_K_M.gguf",
        "smtp-Q4_K_M.gguf",
        "imatrixed-Q4_K_M.gguf",
        "drafts-Q4_K_M.gguf",
        "Llama-mmprojector-Q4_K_M.gguf"
    })
    void aPieceOfAWordMakesNoCompanion(String name) throws HubException {
        assertThat(choose("o/r", List.of("A-Q8_0.gguf", name))).containsExactly(name);
    }

    @Test
    void whatWasPassedOverIsNamed() {
        assertThatThrownBy(
                        () ->
                                choose(
                                        "o/r",
                                        List.of(
                                                "mmproj-F16.gguf",
                                                "mtp-Llama-Q4_K_M.gguf",
                                                "Llama-00002-of-00002.gguf",
                                                "README.md")))
                .hasMessageContaining("expected: a repository with GGUF files")
                .hasMessageEndingWith(
                        "parts of one: mmproj-F16.gguf, mtp-Llama-Q4_K_M.gguf,"
                                + " Llama-00002-of-00002.gguf)");
        assertThatThrownBy(() -> choose("o/r", List.of("README.md")))
                .hasMessageEndingWith("-GGUF)");
    }

    private static List<String> choose(String model, List<String> paths) throws HubException {
        return GgufChoice.choose(HubModel.parse(model), paths);
    }
}
