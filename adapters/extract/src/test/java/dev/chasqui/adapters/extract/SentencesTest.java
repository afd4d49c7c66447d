package dev.chasqui.adapters.extract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

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

    @Test
    void linesOfAParagraphBelongTogetherAndItemsDoNot() {
        assertThat(
                        Sentences.of(
                                """
                                # A heading
                                One sentence
                                on two lines.

                                - first item
                                  goes on
                                * second item
                                3. third item
                                | a | row |
                                ```java
                                int x = 1;
                                int y = 2.5;
                                ```
                                2024 was a year.\
                                """))
                .containsExactly(
                        "A heading",
                        "One sentence on two lines.",
                        "first item goes on",
                        "second item",
                        "third item",
                        "| a | row |",
                        "int x = 1;",
                        "int y = 2.5;",
                        "2024 was a year.");
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
                                        .endsWith("word"));
        assertThat(String.join("", Sentences.of("😀".repeat(1000)))).isEqualTo("😀".repeat(1000));
    }
}
