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
            breaker.failed(LIMITS);
        }
    }

    private void wait(Duration time) {
        now.addAndGet(time.toNanos());
    }

    @Test
    void onlyFailuresInARowOpenIt() {
        fail(2);
        breaker.succeeded();
        fail(2);
        breaker.undecided();
        assertThat(breaker.enter()).isEmpty();

        fail(1);

        assertThat(breaker.enter()).contains(Duration.ofSeconds(30));
        wait(Duration.ofSeconds(20));
        assertThat(breaker.enter()).contains(Duration.ofSeconds(10));
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.OPEN);
    }

    @Test
    void oneTrialComesAfterThePause() {
        fail(3);
        wait(Duration.ofSeconds(30));

        assertThat(breaker.enter()).isEmpty();
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.TRIAL);
        assertThat(breaker.enter()).isPresent();

        breaker.succeeded();
        assertThat(breaker.enter()).isEmpty();
        assertThat(breaker.enter()).isEmpty();
        assertThat(breaker.state()).isEqualTo(BulkheadState.Breaker.CLOSED);
    }

    @Test
    void aTrialThatFailsOpensItAgainAtOnce() {
        fail(3);
        wait(Duration.ofSeconds(30));
        assertThat(breaker.enter()).isEmpty();

        fail(1);

        assertThat(breaker.enter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aTrialThatSaysNothingIsMadeAgain() {
        fail(3);
        wait(Duration.ofSeconds(30));
        assertThat(breaker.enter()).isEmpty();

        breaker.undecided();

        assertThat(breaker.enter()).isEmpty();
        assertThat(breaker.enter()).isPresent();
    }
}
