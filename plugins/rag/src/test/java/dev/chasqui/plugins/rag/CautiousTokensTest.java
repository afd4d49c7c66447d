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
                // Tokens of Llama 2's tokenizer, then of GPT-2's, as these count them.
                "The employee has thirty days of leave in each year. | 11 | 11",
                "12345 67890 3.14159                                | 20 | 9",
                "ALL EMPLOYEES MUST LEAVE THE BUILDING AT ONCE      | 19 | 17",
                "if (x) {        return;        }                    | 10 | 22",
                "数据库连接失败                                       | 8  | 17"
            })
    void noTokenizerMakesMoreOfAText(String text, int llama2, int gpt2) {
        assertThat(tokens.most(text)).isGreaterThanOrEqualTo(Math.max(llama2, gpt2));
    }

    @Test
    void proseIsNotCountedByItsBytes() {
        String prose = "The employee has thirty days of leave in each year. ".repeat(100);

        assertThat(tokens.most(prose)).isBetween(1200, 1800);
    }

    @Test
    void thereAreNeverMoreTokensThanBytes() {
        assertThat(tokens.most("")).isEqualTo(2);
        assertThat(tokens.most("xqzjkvw")).isLessThanOrEqualTo(9);
        assertThat(tokens.most("日本")).isEqualTo(8);
    }
}
