package dev.chasqui.application.routing.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;

class CheckedHealthTest {
    private static final Duration ANY = Duration.ofSeconds(1);
    private static final CheckRules RULES = new CheckRules(true, ANY, 3, 2);

    private CheckedHealth health = CheckedHealth.UNKNOWN;

    private void passes() {
        health = health.after(RULES, Optional.empty());
    }

    private void fails(String why) {
        health = health.after(RULES, Optional.of(why));
    }

    @Test
    void itIsDownAfterSomeFailedChecksInARowAlone() {
        fails("one");
        fails("two");
        passes();
        fails("three");
        fails("four");
        assertThat(health.down()).isFalse();

        fails("five");

        assertThat(health.down()).isTrue();
        assertThat(health.why()).isEqualTo("five");
    }

    @Test
    void itIsUpAgainAfterSomePassedChecksInARowAlone() {
        fails("one");
        fails("two");
        fails("three");
        passes();
        fails("four");
        passes();
        assertThat(health.down()).isTrue();

        passes();

        assertThat(health.down()).isFalse();
    }

    @Test
    void theFirstCheckOfAllMayFail() {
        CheckRules strict = new CheckRules(true, ANY, 1, 1);

        assertThat(CheckedHealth.UNKNOWN.after(strict, Optional.of("gone")).down()).isTrue();
    }

    @Test
    void rulesWithoutAMeaningAreRefused() {
        assertThatThrownBy(() -> new CheckRules(true, Duration.ZERO, 1, 1))
                .hasMessageContaining("interval: PT0S");
        assertThatThrownBy(() -> new CheckRules(true, ANY, 0, 1))
                .hasMessageContaining("failing: 0");
    }
}
