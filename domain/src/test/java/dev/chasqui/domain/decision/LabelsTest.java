package dev.chasqui.domain.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Collections;
import java.util.List;

class LabelsTest {
    private static final DecisionQuestion TRUE = new DecisionQuestion.Predicate("It is true.");

    @ParameterizedTest
    @ValueSource(strings = {"Yes", "yes", " YES", "\u0120Yes", "\u2581yes", "Yes\n"})
    void allSpellingsOfALabelCount(String token) {
        assertThat(predicate(new TokenChance(token, 0.5), new TokenChance("No", 0.5)).probability())
                .isCloseTo(0.5, within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Yesterday", "Y", "", "yes!", "\u0130"})
    void otherTokensDoNot(String token) {
        assertThat(predicate(new TokenChance(token, 0.5), new TokenChance("No", 0.5)))
                .isEqualTo(new DecisionAnswer.Predicate(0, 0.5));
    }

    @Test
    void labelsWithHardlyAnyProbabilityAreARefusal() {
        List<TokenChance> tokens =
                List.of(new TokenChance("I", 0.99), new TokenChance("Yes", 0.009));

        assertThat(Labels.of(TRUE).answer(TRUE, tokens)).isEqualTo(new DecisionAnswer.Refusal());
        assertThat(Labels.of(TRUE).answer(TRUE, List.of())).isEqualTo(new DecisionAnswer.Refusal());
    }

    @Test
    void impossibleProbabilitiesDoNotBecomeImpossibleAnswers() {
        assertThat(predicate(new TokenChance("Yes", 7), new TokenChance("yes", 1)))
                .isEqualTo(new DecisionAnswer.Predicate(1, 1));
    }

    @Test
    void eachOptionHasALetterAndEachLevelADigit() {
        List<DecisionQuestion.Option> options =
                Collections.nCopies(26, new DecisionQuestion.Option("a"));

        assertThat(Labels.of(new DecisionQuestion.Choice(List.of(), options)).texts())
                .startsWith("A", "B")
                .endsWith("Y", "Z")
                .doesNotHaveDuplicates();
        assertThat(Labels.of(new DecisionQuestion.Score(List.of(), options.subList(0, 10))).texts())
                .startsWith("0", "1")
                .endsWith("9");
        assertThatThrownBy(() -> new DecisionQuestion.Score(List.of(), options.subList(0, 11)))
                .hasMessage("levels: 11 (expected: from 2 to 10)");
        assertThatThrownBy(() -> new DecisionQuestion.Choice(List.of(), options.subList(0, 1)))
                .hasMessage("options: 1 (expected: from 2 to 26)");
    }

    private static DecisionAnswer.Predicate predicate(TokenChance... tokens) {
        return (DecisionAnswer.Predicate) Labels.of(TRUE).answer(TRUE, List.of(tokens));
    }
}
