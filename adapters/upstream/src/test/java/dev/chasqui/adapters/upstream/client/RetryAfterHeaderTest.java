package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

class RetryAfterHeaderTest {
    private static final Clock NOON =
            Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

    @Test
    void secondsAreTakenAsTheyAre() {
        assertThat(RetryAfterHeader.parse("0", NOON)).contains(Duration.ZERO);
        assertThat(RetryAfterHeader.parse("120", NOON)).contains(Duration.ofMinutes(2));
    }

    @Test
    void aDateCountsFromNow() {
        assertThat(RetryAfterHeader.parse("Sat, 21 Nov 2026 12:00:30 GMT", NOON))
                .contains(Duration.ofSeconds(30));
    }

    @Test
    void aDateThatIsOverMeansNow() {
        assertThat(RetryAfterHeader.parse("Sat, 21 Nov 2026 11:00:00 GMT", NOON))
                .contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "1.5", "soon", "99999999999999999999"})
    void anythingElseIsNoAdvice(String value) {
        assertThat(RetryAfterHeader.parse(value, NOON)).isEmpty();
    }
}
