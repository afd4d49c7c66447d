package dev.chasqui.domain.binding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms,PT0.5S",
        "10s,PT10S",
        "2m,PT2M",
        "1h30m,PT1H30M",
        "1h2m3s4ms,PT1H2M3.004S",
        "90m,PT1H30M",
        "2d,PT48H",
        "0s,PT0S"
    })
    void aTextWithUnitsIsRead(String text, Duration expected) {
        assertThat(Durations.parse(text)).contains(expected);
    }

    @ParameterizedTest
    @CsvSource({"10,PT10S", "0.5,PT0.5S", "0,PT0S"})
    void aNumberMeansSeconds(String number, Duration expected) {
        assertThat(Durations.ofSeconds(number)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s",
                "10",
                "10 s",
                "-1s",
                "1.5s",
                "10S",
                "1w",
                "30m1h",
                "1h1d",
                "9999999999s"
            })
    void anythingElseMeansNoDuration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1e3", ".5", "1.", "NaN"})
    void anythingElseMeansNoNumberOfSeconds(String number) {
        assertThat(Durations.ofSeconds(number)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "5ms", "10s", "1h30m", "24h", "25h", "2d", "1h2m3s4ms"})
    void aTextIsWrittenAsItIsRead(String text) {
        assertThat(Durations.parse(text).map(Durations::text)).contains(text);
    }
}
