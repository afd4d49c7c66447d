package dev.chasqui.domain.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

class EmbeddingsTest {

    @Test
    void vectorsThatAreCutHaveLengthOneAgain() {
        Embeddings cut = new Embeddings(List.of(new float[] {3, 4, 12}), 1).cutTo(2);

        assertThat(cut.vectors().getFirst()).containsExactly(0.6f, 0.8f);
        assertThat(cut.dimensions()).isEqualTo(2);
        assertThat(cut.promptTokens()).hasValue(1);
    }

    @Test
    void aVectorOfZerosStaysOne() {
        Embeddings cut = new Embeddings(List.of(new float[] {0, 0, 1}), 1).cutTo(2);

        assertThat(cut.vectors().getFirst()).containsExactly(0, 0);
    }

    @Test
    void vectorsOfDifferentLengthsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Embeddings(List.of(new float[1], new float[2]), 1))
                .withMessage("vectors: lengths 1 and 2 (expected: one length)");
    }

    @Test
    void aRequestWithoutInputsOrForVectorsWithoutNumbersIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmbeddingRequest.of("m", List.of()))
                .withMessageStartingWith("inputs: ");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new EmbeddingRequest(
                                        "m",
                                        List.of(new EmbeddingInput.Text("a")),
                                        OptionalInt.of(0),
                                        true,
                                        Optional.empty()))
                .withMessageStartingWith("dimensions: 0 ");
    }
}
