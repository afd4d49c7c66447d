package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentenceEndTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Short.                         | 30 | Short.",
                "One is here. Two is longer.    | 20 | One is here. …",
                "One two three four five six    | 20 | One two three four …",
                "Onetwothreefourfivesix         | 12 | Onetwothre …",
                "東京に行く。大阪にも行きたい。 | 10 | 東京に行く。 …"
            })
    void textIsCutWhereItHurtsLeast(String text, int length, String expected) {
        assertThat(SentenceEnd.cut(text, length))
                .isEqualTo(expected)
                .hasSizeLessThanOrEqualTo(length);
    }
}
