package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.RequestContent;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.charset.StandardCharsets;

class AnswerBoundTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|1024",
                "no JSON|1024",
                "{'max_tokens':7}|7",
                "{'max_tokens':-1}|1024",
                "{'max_tokens':'7'}|1024",
                "{'max_tokens':1e18}|1000000000",
                "{'n_predict':1e400}|1000000000"
            })
    void theBodySetsTheBound(String body, long tokens) {
        assertThat(of(body)).isEqualTo(tokens);
    }

    private static long of(String body) {
        return AnswerBound.of(
                new RequestContent.Bytes(body.replace('\'', '"').getBytes(StandardCharsets.UTF_8)));
    }
}
