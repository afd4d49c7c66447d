package dev.chasqui.application.routing.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.routing.health.BackendHealth.Phase;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Random;

class BackendHealthTest {
    private static final HealthRules RULES = HealthRules.USUAL;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private long now = 5;
    private BackendHealth health = BackendHealth.unknown(now);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            health = health.failed(RULES, now, now, "status 503", false);
        }
    }

    private void answer() {
        health = health.begun(RULES, now, SECOND).answered(RULES, now, now);
    }

    private void pass(long nanos) {
        now += nanos;
    }

    private void probe() {
        assertThat(health.isProbeDue(now)).isTrue();
        health = health.probed(now);
    }

    private void failProbe() {
        probe();
        health = health.failed(RULES, now, now, "status 503", true);
    }

    @Test
    void failuresInARowEjectItAndAnAnswerBetweenThemDoesNot() {
        fail(2);
        answer();
        fail(2);
        assertThat(health.phase()).isEqualTo(Phase.UP);

        fail(1);
        assertThat(health.phase()).isEqualTo(Phase.EJECTED);
        assertThat(health.reason()).hasValue("3 failures in a row: status 503");
    }

    @Test
    void theShareOfFailuresEjectsItOnceThereAreEnoughCalls() {
        for (int i = 0; i < RULES.leastSample() / 2 - 1; i++) {
            answer();
            fail(1);
            assertThat(health.phase()).isEqualTo(Phase.UP);
        }
        answer();
        fail(1);

        assertThat(health.phase()).isEqualTo(Phase.EJECTED);
        assertThat(health.reason()).hasValue("50 % of 20 calls failed: status 503");
    }

    @Test
    void failuresOfLongAgoDoNotCount() {
        for (int i = 0; i < RULES.leastSample() / 2 - 1; i++) {
            answer();
            fail(1);
        }
        pass(2 * RULES.window().toNanos());
        assertThat(health.errorRate(RULES, now)).isZero();
        answer();
        fail(1);

        assertThat(health.phase()).isEqualTo(Phase.UP);
    }

    @Test
    void aHalfOfTheWindowBeginsWhereTheOneBeforeEnds() {
        long half = RULES.window().toNanos();
        pass(half + half / 2);
        fail(1);
        pass(half / 2);
        assertThat(health.errorRate(RULES, now)).isEqualTo(1);
        pass(half);

        assertThat(health.errorRate(RULES, now)).isZero();
    }

    @Test
    void anEjectionIsTwiceAsLongAsTheOneBeforeUpToTheLongest() {
        fail(3);
        long[] lengths = {1, 2, 4, 8, 16, 32, 60, 60};
        for (long length : lengths) {
            assertThat(health.leftNanos(now)).isEqualTo(length * SECOND);
            pass(length * SECOND - 1);
            assertThat(health.isProbeDue(now)).isFalse();
            pass(1);
            failProbe();
        }
    }

    @Test
    void aProbeThatIsAnsweredBringsItBackAndForgetsTheShareOfFailures() {
        fail(3);
        pass(SECOND);
        probe();
        assertThat(health.isProbeDue(now)).isFalse();
        pass(SECOND);
        health = health.answered(RULES, now - SECOND, now);

        assertThat(health.phase()).isEqualTo(Phase.UP);
        assertThat(health.errorRate(RULES, now)).isZero();
    }

    @Test
    void whoFailsAgainSoonIsEjectedForLongerAndWhoWasWellForLongIsNot() {
        fail(3);
        pass(SECOND);
        probe();
        answer();
        fail(3);
        assertThat(health.leftNanos(now)).isEqualTo(2 * SECOND);

        pass(2 * SECOND);
        probe();
        answer();
        pass(RULES.longestEjection().toNanos());
        answer();
        fail(3);
        assertThat(health.leftNanos(now)).isEqualTo(SECOND);
    }

    @Test
    void aProbeWithoutAnOutcomeIsMadeAgain() {
        fail(3);
        pass(SECOND);
        probe();
        health = health.undecided(now, true);

        assertThat(health.isProbeDue(now)).isTrue();
    }

    @Test
    void whatBeganBeforeTheEjectionChangesNothing() {
        long before = now;
        pass(SECOND);
        fail(3);
        pass(SECOND / 2);
        health = health.answered(RULES, before, now);
        fail(5);

        assertThat(health.phase()).isEqualTo(Phase.EJECTED);
        assertThat(health.leftNanos(now)).isEqualTo(SECOND / 2);
    }

    @Test
    void failuresOfCallsFromBeforeTheEjectionDoNotCountAfterTheRecovery() {
        long before = now;
        pass(1);
        fail(3);
        pass(SECOND);
        probe();
        answer();
        for (int i = 0; i < 10; i++) {
            health = health.failed(RULES, before, now, "status 503", false);
        }

        assertThat(health.phase()).isEqualTo(Phase.UP);
        assertThat(health.errorRate(RULES, now)).isZero();
    }

    @Test
    void aProbeThatTakesTooLongIsFollowedByAnotherOne() {
        fail(3);
        pass(SECOND);
        probe();
        pass(BackendHealth.PROBE_DEADLINE.toNanos() - 1);
        assertThat(health.isProbeDue(now)).isFalse();
        pass(1);

        probe();
        assertThat(health.isProbeDue(now)).isFalse();
    }

    @Test
    void aProbeThatWasGivenUpDoesNotEndTheOneThatFollowed() {
        fail(3);
        pass(SECOND);
        probe();
        long first = now;
        pass(BackendHealth.PROBE_DEADLINE.toNanos());
        probe();

        health = health.undecided(first, true);
        assertThat(health.isProbeDue(now)).isFalse();
        health = health.undecided(now, true);
        assertThat(health.isProbeDue(now)).isTrue();
    }

    @Test
    void aProbeThatIsAnsweredLateStillBringsItBack() {
        fail(3);
        pass(SECOND);
        probe();
        long first = now;
        pass(BackendHealth.PROBE_DEADLINE.toNanos());
        probe();
        health = health.answered(RULES, first, now);

        assertThat(health.phase()).isEqualTo(Phase.UP);
    }

    @Test
    void aProbeThatFailsLateEjectsItForLonger() {
        fail(3);
        pass(SECOND);
        probe();
        long first = now;
        pass(BackendHealth.PROBE_DEADLINE.toNanos());
        probe();
        long second = now;
        health = health.failed(RULES, first, now, "silence", true);
        assertThat(health.leftNanos(now)).isEqualTo(2 * SECOND);

        pass(1);
        health = health.failed(RULES, second, now, "silence", true);
        assertThat(health.leftNanos(now)).isEqualTo(2 * SECOND - 1);
    }

    @Test
    void anAnswerOfTheLastResortBringsItBack() {
        fail(3);
        pass(1);
        answer();

        assertThat(health.phase()).isEqualTo(Phase.UP);
    }

    @Test
    void theTimeToTheFirstEventFollowsTheAnswers() {
        answer();
        assertThat(health.firstEventNanos()).isEqualTo(SECOND);
        for (int i = 0; i < 100; i++) {
            health = health.begun(RULES, now, 3 * SECOND);
        }
        assertThat(health.firstEventNanos(RULES, now)).isBetween(2 * SECOND, 3 * SECOND);

        pass(RULES.window().toNanos());
        assertThat(health.firstEventNanos(RULES, now)).isZero();
        answer();
        assertThat(health.firstEventNanos(RULES, now)).isEqualTo(SECOND);
    }

    @Test
    void noOrderOfOutcomesMakesAnEjectionTooLongOrLosesTheProbe() {
        Random random = new Random(3);
        boolean probing = false;
        long probedAt = now;
        for (int i = 0; i < 200_000; i++) {
            pass(random.nextInt((int) SECOND));
            if (health.isProbeDue(now) && random.nextBoolean()) {
                health = health.probed(now);
                probedAt = now;
                probing = true;
            }
            boolean ofProbe = probing && random.nextBoolean();
            health =
                    switch (random.nextInt(3)) {
                        case 0 -> health.failed(RULES, now, now, "status 503", ofProbe);
                        case 1 -> health.answered(RULES, ofProbe ? now : now - SECOND, now);
                        default -> health.undecided(probedAt, ofProbe);
                    };
            probing &= !ofProbe && health.phase() == Phase.PROBED;
            assertThat(health.leftNanos(now)).isBetween(0L, RULES.longestEjection().toNanos());
            if (!probing) {
                assertThat(health.phase()).isNotEqualTo(Phase.PROBED);
            }
        }
    }
}
