package dev.chasqui.application.routing.zones;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

class HeldSessionsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private long now = 42;
    private final HeldSessions sessions = new HeldSessions(() -> now);

    private static Caller named(String name) {
        return new Caller(
                name,
                Caller.Role.USER,
                Set.of(),
                false,
                false,
                new Caller.Identity(Optional.of(name), Optional.empty(), Set.of()));
    }

    private static Caller withoutKey(String address) {
        return new Caller(address, Caller.Role.USER, Set.of());
    }

    @Test
    void aLaterRequestRenewsTheTimeOfItsSession() {
        sessions.hold(named("ana"), "s", "why", HOUR);
        for (int i = 0; i < 3; i++) {
            now += Duration.ofMinutes(50).toNanos();
            assertThat(sessions.renewed("ana", "s", HOUR)).contains("why");
        }
        now += Duration.ofMinutes(61).toNanos();

        assertThat(sessions.renewed("ana", "s", HOUR)).isEmpty();
    }

    @Test
    void callersWithoutAKeyHaveOnlyHalfOfTheRoom() {
        for (int i = 0; i < HeldSessions.MOST_WITHOUT_KEY; i++) {
            sessions.hold(withoutKey("address " + i), "s", "why", HOUR);
        }

        assertThatThrownBy(() -> sessions.hold(withoutKey("other"), "s", "why", HOUR))
                .isInstanceOf(FailureException.class);
        sessions.hold(named("ana"), "s", "why", HOUR);
        now += Duration.ofHours(2).toNanos();
        sessions.hold(withoutKey("other"), "s", "why", HOUR);
        assertThat(sessions.why("other", "s")).isPresent();
    }

    @Test
    void aSessionIsKeptForItsTimeFromTheLastRequestThatHadTo() {
        sessions.hold(named("ana"), "s", "why", HOUR);
        now += Duration.ofMinutes(50).toNanos();
        assertThat(sessions.why("ana", "s")).contains("why");
        sessions.hold(named("ana"), "s", "why else", HOUR);
        now += Duration.ofMinutes(50).toNanos();
        assertThat(sessions.why("ana", "s")).contains("why else");

        now += Duration.ofMinutes(11).toNanos();

        assertThat(sessions.why("ana", "s")).isEmpty();
    }

    @Test
    void theSessionsOfOthersAreNot() {
        sessions.hold(named("ana"), "s", "why", HOUR);

        assertThat(sessions.why("bob", "s")).isEmpty();
        assertThat(sessions.why("ana", "t")).isEmpty();
    }

    @Test
    void noTimeKeepsNothing() {
        sessions.hold(named("ana"), "s", "why", Duration.ZERO);

        assertThat(sessions.why("ana", "s")).isEmpty();
    }

    @Test
    void oneCallerHasItsBoundAndIsRefusedRatherThanForgotten() {
        for (int i = 0; i < HeldSessions.MOST_OF_CALLER; i++) {
            sessions.hold(named("ana"), "s" + i, "why", HOUR);
        }

        assertThatThrownBy(() -> sessions.hold(named("ana"), "one more", "why", HOUR))
                .isInstanceOfSatisfying(
                        FailureException.class,
                        e -> assertThat(e.failure()).isInstanceOf(Failure.Overloaded.class));
        sessions.hold(named("ana"), "s0", "why", HOUR);
        sessions.hold(named("bob"), "s", "why", HOUR);
        assertThat(sessions.why("ana", "s0")).isPresent();
        assertThat(sessions.why("bob", "s")).isPresent();

        now += Duration.ofHours(2).toNanos();

        sessions.hold(named("ana"), "one more", "why", HOUR);
        assertThat(sessions.why("ana", "one more")).isPresent();
    }

    @Test
    void allTogetherHaveOneToo() {
        for (int i = 0; i < HeldSessions.MOST; i++) {
            sessions.hold(named("caller " + i), "s", "why", HOUR);
        }

        assertThatThrownBy(() -> sessions.hold(named("ana"), "s", "why", HOUR))
                .isInstanceOf(FailureException.class);
        assertThat(sessions.why("caller 0", "s")).isPresent();
    }
}
