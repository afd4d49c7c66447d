package dev.chasqui.application.exchange.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.reply.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

class WrittenTextTest {
    /** Each text that counts has four bytes, so it is a token. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {'content':'abcd'}                                          | 1
                    { 'content' : 'abcd', 'prompt': 'long long long prompt' }   | 1
                    {'content':['abcd'],'x':'content'}                          | 0
                    {'type':'text','text':'abcd'}                               | 1
                    {'text':null,'index':'abcdefgh'}                            | 0
                    {'text':{'format':'abcdefgh'}}                              | 0
                    {'text':'abcd','text':'abcd'}                               | 2
                    {'text':'\\n\\'\\\\d'}                              | 1
                    {'text':'a\\u6a21'}                                       | 1
                    {'text':'a\u6a21'}                                          | 1
                    {'text':'\\u6a21\\u6a21\\u6a21\\u6a21','x':'text'}  | 3
                    {'delta':{'reasoning_content':'abcd','content':''}}         | 1
                    {'contents':'abcd','reasoning_content_too':'abcd'}          | 0
                    {'text':'abcd⏎{'text':'abcd'}                               | 2
                    'text'                                                      | 0
                    {'text':'abcd                                               | 1
                    """)
    void theMembersThatHoldTextAreCountedHoweverTheAnswerIsCut(String answer, long tokens) {
        byte[] bytes =
                answer.replace('\'', '"').replace('⏎', '\n').getBytes(StandardCharsets.UTF_8);
        for (int length : new int[] {1, 2, 7, 1000}) {
            WrittenText text = new WrittenText(true, 5);
            for (int from = 0; from < bytes.length; from += length) {
                text.read(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + length)));
            }

            assertThat(text.usage(Optional.empty()).promptTokens()).isEqualTo(5);
            assertThat(text.usage(Optional.empty()).completionTokens()).isEqualTo(tokens);
        }
    }

    @Test
    void ofAUsageThatIsToldNothingIsEstimated() {
        WrittenText text = new WrittenText(false, 5);
        text.read(new byte[40]);

        assertThat(text.usage(Optional.of(Usage.of(1, 2)))).isEqualTo(Usage.of(1, 2));
        assertThat(text.usage(Optional.of(Usage.of(1, 2)))).isEqualTo(Usage.of(1, 2));
    }
}
