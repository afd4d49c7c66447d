package dev.chasqui.plugins.rag;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CautiousTokensTest {
    private final CautiousTokens tokens = new CautiousTokens();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // The tokens that Llama 2's tokenizer counts, then those of GPT-2's.
                "The employee has thirty days of leave in each year. | 11 | 11",
                "12345 67890 3.14159                                | 20 | 9",
                "ALL EMPLOYEES MUST LEAVE THE BUILDING AT ONCE      | 19 | 17",
                "if (x) {        return;        }                    | 10 | 22",
                "数据库连接失败                                       | 8  | 17"
            })
    void noTokenizerMakesMoreOfAText(String text, int llama2, int gpt2) {
        assertThat(tokens.upperBound(text)).isGreaterThanOrEqualTo(Math.max(llama2, gpt2));
    }

    @Test
    void proseIsNotCountedByItsBytes() {
        String prose = "The employee has thirty days of leave in each year. ".repeat(100);

        assertThat(tokens.upperBound(prose)).isBetween(1200, 1800);
    }

    @Test
    void thereAreNeverMoreTokensThanBytes() {
        assertThat(tokens.upperBound("")).isEqualTo(2);
        assertThat(tokens.upperBound("xqzjkvw")).isLessThanOrEqualTo(9);
        assertThat(tokens.upperBound("日本")).isEqualTo(8);
    }
}
