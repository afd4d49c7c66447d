package dev.chasqui.domain.account;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class RateTextTest {
    @Test
    void severalLimitsStandInOneText() {
        assertThat(RateText.requests(" 5/1m, 100 / 1d "))
                .hasValueSatisfying(
                        limits ->
                                assertThat(limits)
                                        .containsExactly(
                                                new Limit.Requests(5, Duration.ofMinutes(1)),
                                                new Limit.Requests(100, Duration.ofDays(1))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5/",
                "/1m",
                "0/1m",
                "-1/1m",
                "5/1x",
                "5/0s",
                "5/367d",
                "5/1m,",
                "1000001/1m",
                "9999999999999999999/1m",
                "1/1s,1/1s,1/1s,1/1s,1/1s,1/1s,1/1s,1/1s,"
                        + "1/1s,1/1s,1/1s,1/1s,1/1s,1/1s,1/1s,1/1s,1/1s"
            })
    void wrongTextsGiveNoLimit(String text) {
        assertThat(RateText.requests(text)).isEmpty();
    }

    @Test
    void tokensMayBeManyMoreThanRequests() {
        assertThat(RateText.tokens("1000000000000/1d")).isPresent();
        assertThat(RateText.tokens("1000000000001/1d")).isEmpty();
    }
}
