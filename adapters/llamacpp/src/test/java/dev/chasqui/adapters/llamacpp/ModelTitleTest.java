package dev.chasqui.adapters.llamacpp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelTitleTest {

    @ParameterizedTest
    @CsvSource({
        "gemma-3-1b-it-GGUF-Q4_K_M, 1B, Q4_K_M, 593750000",
        "Qwen3-30B-A3B-Instruct-2507-GGUF-UD-Q4_K_XL, 30B, Q4_K_XL, 17812500000",
        "SmolLM2-135M-Instruct-f16, 135M, F16, 270000000",
        "Mixtral-8x7B-v0.1-IQ2_XS, 8x7B, IQ2_XS, 19250000000",
        "Qwen2.5-0.5B-Instruct-q8_0, 0.5B, Q8_0, 546875000",
        "gpt-oss-20b-mxfp4, 20B, MXFP4, 11875000000",
        "gemma-3n-E4B-it-Q8_0, -, Q8_0, 0",
        "phi-4-GGUF, -, -, 0",
        "llama-3.2-1b, 1B, -, 0",
    })
    void aNameTellsHowLargeAModelIs(String name, String weights, String stored, long bytes) {
        ModelTitle title = new ModelTitle(name);

        assertThat(title.parameterSize().orElse("-")).isEqualTo(weights);
        assertThat(title.quantisation().orElse("-")).isEqualTo(stored);
        assertThat(title.bytes().orElse(0)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({
        "nomic-embed-text-v1.5, embedding",
        "Qwen3-Embedding-0.6B-GGUF, embedding",
        "bge-reranker-v2-m3, rerank",
        "embedded-coder-7b, ''",
        "gemma-3-1b-it, ''",
    })
    void aNameMayTellWhatAModelIsFor(String name, String capability) {
        assertThat(String.join(",", new ModelTitle(name).capabilities())).isEqualTo(capability);
    }
}
