package dev.chasqui.application.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.application.port.BulkheadState;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

class BreakerTest {
    private static final AgentLimits LIMITS =
            new AgentLimits(
                    Duration.ofSeconds(1), 1, 1, Optional.empty(), 1, 3, Duration.ofSeconds(30));

    private final AtomicLong now = new AtomicLong(-5);
    private final Breaker breaker = new Breaker(now::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed(LIMITS, Breaker.NO_TRIAL);
        }
    }

    private void wait(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private Optional<Duration> delay() {
        return breaker.enter().delay();
    }

    private long trial() {
        Breaker.Entry entry = breaker.enter();
        assertThat(entry.delay()).isEmpty();
        assertThat(entry.trial()).isNotEqualTo(Breaker.NO_TRIAL);
        return entry.trial();
    }

    @Test
    void anExchangeThatBeganBeforeDecidesNothingWhileItIsOpen() {
        long before = breaker.enter().trial();
        breaker.open(LIMITS);

        breaker.succeeded(before);
        assertThat(delay()).contains(Duration.ofSeconds(30));

        wait(Duration.ofSeconds(30));
        long trial = trial();
        breaker.undecided(before);
        breaker.failed(LIMITS, before);
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.TRIAL);
        assertThat(delay()).contains(Duration.ofSeconds(1));

        breaker.succeeded(trial);
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.CLOSED);
    }

    @Test
    void aTrialThatEndsAfterTheNextOneBeganDecidesNothing() {
        fail(3);
        wait(Duration.ofSeconds(30));
        long first = trial();
        breaker.open(LIMITS);
        wait(Duration.ofSeconds(30));
        long second = trial();

        breaker.succeeded(first);
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.TRIAL);

        breaker.succeeded(second);
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.CLOSED);
    }

    @Test
    void onlyFailuresInARowOpenIt() {
        fail(2);
        breaker.succeeded(Breaker.NO_TRIAL);
        fail(2);
        breaker.undecided(Breaker.NO_TRIAL);
        assertThat(delay()).isEmpty();

        fail(1);

        assertThat(delay()).contains(Duration.ofSeconds(30));
        wait(Duration.ofSeconds(20));
        assertThat(delay()).contains(Duration.ofSeconds(10));
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.OPEN);
    }

    @Test
    void oneTrialComesAfterThePause() {
        fail(3);
        wait(Duration.ofSeconds(30));

        long trial = trial();
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.TRIAL);
        assertThat(delay()).isPresent();

        breaker.succeeded(trial);
        assertThat(delay()).isEmpty();
        assertThat(delay()).isEmpty();
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.CLOSED);
    }

    @Test
    void aTrialThatFailsOpensItAgainAtOnce() {
        fail(3);
        wait(Duration.ofSeconds(30));
        breaker.failed(LIMITS, trial());

        assertThat(delay()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aTrialThatSaysNothingIsMadeAgain() {
        fail(3);
        wait(Duration.ofSeconds(30));
        breaker.undecided(trial());

        assertThat(delay()).isEmpty();
        assertThat(delay()).isPresent();
    }
}
