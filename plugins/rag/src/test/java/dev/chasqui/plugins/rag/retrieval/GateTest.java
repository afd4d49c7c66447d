package dev.chasqui.plugins.rag.retrieval;

import static dev.chasqui.plugins.rag.retrieval.Passages.passage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.plugins.rag.library.Passage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class GateTest {
    private static final List<Passage> FOUND =
            List.of(
                    passage(
                            "manual.md",
                            0,
                            "Hello and thank you for your purchase. If the display shows E-4711,"
                                + " what you should do is open the Wasserhahn and call Zylinski.",
                            9));

    @Test
    void aNearPassageIsEnough() {
        assertThat(Gate.passes("the display of my radio", 0.6, 0.6, 0.05, FOUND)).isTrue();
        assertThat(Gate.passes("the display of my old radio", 0.59, 0.6, 0.05, FOUND)).isFalse();
        assertThat(Gate.passes("the window of my cellar", 0.64, 0.6, 0.05, FOUND)).isFalse();
        assertThat(Gate.passes("the window of my cellar", 0.65, 0.6, 0.05, FOUND)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"what is E-4711?", "Wo ist der Wasserhahn?", "who is zylinski", "E-4711"})
    void codesNamesAndWordsOfOtherLanguagesPassByTheirWords(String question) {
        assertThat(Gate.passes(question, 0.3, 0.65, 0.05, FOUND)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello",
                "Thank you!",
                "hello, what should you do?",
                "Tell me a joke about cats",
                "¿?",
                "what is E-4712?",
                "What time is it?"
            })
    void commonWordsAreNoMatch(String question) {
        assertThat(Gate.passes(question, 0.3, 0.65, 0.05, FOUND)).isFalse();
    }
}
