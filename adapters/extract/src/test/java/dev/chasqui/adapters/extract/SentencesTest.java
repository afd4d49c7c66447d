package dev.chasqui.adapters.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {

    @Test
    void sentencesEndWhereAReaderWouldEndThem() {
        assertThat(Sentences.of("It costs 3.50 EUR. Really! Is it? \"Yes.\" Fine"))
                .containsExactly("It costs 3.50 EUR.", "Really!", "Is it?", "\"Yes.\"", "Fine");
    }

    @Test
    void abbreviationsInitialsAndAddressesDoNotEndOne() {
        assertThat(
                        Sentences.of(
                                "Ask Dr. Meyer, e.g. J. R. Meyer, at example.org or v1.2. Then"
                                        + " go."))
                .containsExactly(
                        "Ask Dr. Meyer, e.g. J. R. Meyer, at example.org or v1.2.", "Then go.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Er gilt bis zum 31. Dezember 2029.",
                "Der Lauf am 3. Tag ist im 2. Stock.",
                "Vgl. Abs. 2, z. B. Nr. 5, d. h. den Rest.",
                "Read e.g. config.json at https://example.org/a.b or v1.2.",
                "It costs approx. 3.50 EUR.",
                "Mide aprox. 2,60 m, p. ej. la puerta.",
            })
    void theseAreOneSentence(String sentence) {
        assertThat(Sentences.of(sentence + " Next one.")).containsExactly(sentence, "Next one.");
    }

    @Test
    void otherScriptsAreSplitAndCompared() {
        assertThat(Sentences.of("会議は月曜日です。昼食は火曜日です。")).containsExactly("会議は月曜日です。", "昼食は火曜日です。");
        assertThat(SearchTerms.of("Größe der ÜBUNGEN, ключи 3.5 会議は"))
                .containsExactly("größe", "übungen", "ключи", "3", "5", "会議", "議は");
    }

    @Test
    void aTextWithoutEndIsCutAtSpaces() {
        assertThat(Sentences.of("word ".repeat(1000)))
                .allSatisfy(
                        sentence ->
                                assertThat(sentence)
                                        .hasSizeLessThanOrEqualTo(600)
                                        .startsWith("word")
                                        .matches(".*word( …)?"));
        assertThat(String.join("", Sentences.of("😀".repeat(1000))).replace(" …", ""))
                .isEqualTo("😀".repeat(1000));
    }
}
