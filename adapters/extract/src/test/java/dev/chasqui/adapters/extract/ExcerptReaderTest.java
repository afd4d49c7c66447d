package dev.chasqui.adapters.extract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.adapters.extract.Excerpt.Kind;

import org.junit.jupiter.api.Test;

import java.util.List;

class ExcerptReaderTest {

    @Test
    void linesOfAParagraphBelongTogetherAndItemsDoNot() {
        assertThat(
                        texts(
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
    void aRowKnowsTheHeadOfItsTableAndAnItemTheSentenceBeforeItsList() {
        List<Excerpt> excerpts =
                ExcerptReader.read(
                        """
                        | code | meaning |
                        | --- | --- |
                        | E1 | Door open |

                        Bring these:

                        - a towel
                        - a hat

                        Good luck.\
                        """);

        assertThat(excerpts).extracting(Excerpt::lead).containsExactly(-1, 0, -1, 2, 2, -1);
        assertThat(excerpts.getFirst().text()).isEqualTo("| code | meaning |\n| --- | --- |");
    }

    @Test
    void rowsWithoutAHeadAreRows() {
        assertThat(ExcerptReader.read("| E1 | Door open |\n| E2 | No water |\n\nText."))
                .extracting(Excerpt::kind)
                .containsExactly(Kind.ROW, Kind.ROW, Kind.SENTENCE);
    }

    @Test
    void fieldsHeadingsWithoutMarksAndCodeStandForThemselves() {
        assertThat(
                        ExcerptReader.read(
                                """
                                From: Ana
                                Subject: The outing

                                What to bring

                                Bring a hat. It is hot.

                                def held(shelf):
                                    \"""The pieces on a shelf
                                    or 0.\"""
                                    return sum(shelf)\
                                """))
                .extracting(Excerpt::kind)
                .containsExactly(
                        Kind.FIELD,
                        Kind.FIELD,
                        Kind.HEADING,
                        Kind.SENTENCE,
                        Kind.SENTENCE,
                        Kind.CODE,
                        Kind.SENTENCE,
                        Kind.CODE);
    }

    @Test
    void aPassageMayBeginAmidFencedCode() {
        assertThat(
                        ExcerptReader.read(
                                """
                                Limits: what is counted

                                call(1)
                                ```

                                Text behind it.

                                ```
                                call(2)
                                ```\
                                """))
                .extracting(Excerpt::kind)
                .containsExactly(Kind.HEADING, Kind.CODE, Kind.SENTENCE, Kind.CODE);
    }

    private static List<String> texts(String passage) {
        return ExcerptReader.read(passage).stream().map(Excerpt::text).toList();
    }
}
