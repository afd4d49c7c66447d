package dev.chasqui.application.routing.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class HeldSessionsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private long now = 42;
    private final HeldSessions sessions = new HeldSessions(() -> now);

    @Test
    void aSessionIsKeptForItsTimeFromTheLastRequestThatHadTo() {
        sessions.hold("ana", "s", "why", HOUR);
        now += Duration.ofMinutes(50).toNanos();
        assertThat(sessions.why("ana", "s")).contains("why");
        sessions.hold("ana", "s", "why else", HOUR);
        now += Duration.ofMinutes(50).toNanos();
        assertThat(sessions.why("ana", "s")).contains("why else");

        now += Duration.ofMinutes(11).toNanos();

        assertThat(sessions.why("ana", "s")).isEmpty();
    }

    @Test
    void theSessionsOfOthersAreNot() {
        sessions.hold("ana", "s", "why", HOUR);

        assertThat(sessions.why("bob", "s")).isEmpty();
        assertThat(sessions.why("ana", "t")).isEmpty();
    }

    @Test
    void noTimeKeepsNothing() {
        sessions.hold("ana", "s", "why", Duration.ZERO);

        assertThat(sessions.why("ana", "s")).isEmpty();
    }

    @Test
    void oneCallerHasItsBoundAndIsRefusedRatherThanForgotten() {
        for (int i = 0; i < HeldSessions.MOST_OF_CALLER; i++) {
            sessions.hold("ana", "s" + i, "why", HOUR);
        }

        assertThatThrownBy(() -> sessions.hold("ana", "one more", "why", HOUR))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class));
        sessions.hold("ana", "s0", "why", HOUR);
        sessions.hold("bob", "s", "why", HOUR);
        assertThat(sessions.why("ana", "s0")).isPresent();
        assertThat(sessions.why("bob", "s")).isPresent();

        now += Duration.ofHours(2).toNanos();

        sessions.hold("ana", "one more", "why", HOUR);
        assertThat(sessions.why("ana", "one more")).isPresent();
    }

    @Test
    void allTogetherHaveOneToo() {
        for (int i = 0; i < HeldSessions.MOST; i++) {
            sessions.hold("caller " + i, "s", "why", HOUR);
        }

        assertThatThrownBy(() -> sessions.hold("ana", "s", "why", HOUR))
                .isInstanceOf(FailureException.class);
        assertThat(sessions.why("caller 0", "s")).isPresent();
    }
}
