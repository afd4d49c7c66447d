package dev.chasqui.plugins.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.plugins.branches.UnusableAnswer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToldChoiceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "Best: B ~ 1",
                "B ~ 1",
                "**b**. ~ 1",
                "Candidate A ~ 0",
                "best = `C` ~ 2",
                "Both A and B fail. **Best:** candidate C. ~ 2",
                "The best: A would be wrong. Best: B ~ 1"
            })
    void theLastChoiceCounts(String answer, int chosen) {
        assertThat(ToldChoice.of(answer, 3).chosen()).isEqualTo(chosen);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "D",
                "Best: Z",
                "I like them all.",
                "The best a model can say.",
                "Best: Bertha"
            })
    void whatNamesNoCandidateIsNoChoice(String answer) {
        assertThatThrownBy(() -> ToldChoice.of(answer, 3)).isInstanceOf(UnusableAnswer.class);
    }

    @Test
    void theOtherWordsAreTheReasonOnOneShortLine() {
        assertThat(ToldChoice.of("It is\n short.\n\nBest: A\n", 2).reason())
                .contains("It is short.");
        assertThat(ToldChoice.of("Best: A", 2).reason()).isEmpty();
        assertThat(ToldChoice.of("x".repeat(10_000) + "\nBest: A", 2).reason().orElseThrow())
                .hasSize(501);
    }
}
