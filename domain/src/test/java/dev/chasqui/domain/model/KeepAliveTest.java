package dev.chasqui.domain.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.Optional;

class KeepAliveTest {
    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "5, PT5S",
        "2.5, PT2.5S",
        "'\"5m\"', PT5M",
        "'\"1h30m\"', PT1H30M",
        "'\"300ms\"', PT0.3S",
        "'\"1.5h\"', PT1H30M",
        "'\"10\"', PT10S",
        "'\"0s\"', PT0S",
        "'\"+5s\"', PT5S"
    })
    void aDurationIsANumberOfSecondsOrAsGoWritesIt(String json, Duration time) {
        assertThat(of(json)).isEqualTo(new KeepAlive.For(time));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "\"-1\"", "\"-5m\"", "1e300", "1e999", "\"999999999999h\""})
    void lessThanZeroIsForEver(String json) {
        assertThat(of(json)).isEqualTo(KeepAlive.FOREVER);
    }

    @Test
    void whoSaysNothingLeavesItAsItWas() {
        assertThat(KeepAlive.of(Optional.empty())).isEqualTo(KeepAlive.AS_BEFORE);
        assertThat(KeepAlive.of(Optional.of(Json.Null.NULL))).isEqualTo(KeepAlive.AS_BEFORE);
        assertThat(of("0")).isEqualTo(KeepAlive.NOT_AT_ALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"soon\"", "\"\"", "true", "[5]", "\"5 m\"", "\"5d\"", "\"5..0s\""})
    void whatIsNoDurationIsRefused(String json) {
        assertThatExceptionOfType(FailureException.class)
                .isThrownBy(() -> of(json))
                .satisfies(e -> assertThat(e.failure()).isInstanceOf(Failure.Invalid.class))
                .withMessageContaining("keep_alive");
    }

    private static KeepAlive of(String json) {
        return KeepAlive.of(
                Optional.of(
                        switch (json.charAt(0)) {
                            case '"' -> Json.of(json.substring(1, json.length() - 1));
                            case 't' -> Json.of(true);
                            case '[' -> new Json.Arr(java.util.List.of());
                            default -> new Json.Num(json);
                        }));
    }
}
