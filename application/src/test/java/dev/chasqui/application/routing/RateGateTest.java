package dev.chasqui.application.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.account.Limit;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class RateGateTest {
    @Test
    void noWindowHasMoreCallsThanItMayAndNoneIsRefusedThatMayBegin() {
        Random random = new Random(11);
        List<Limit.Requests> limits =
                List.of(
                        new Limit.Requests(3, Duration.ofNanos(10)),
                        new Limit.Requests(20, Duration.ofNanos(100)));
        RateGate gate = new RateGate(limits);
        List<Long> begun = new ArrayList<>();
        long now = -500;
        for (int i = 0; i < 5_000; i++) {
            now += random.nextInt(6);
            long at = now;
            boolean may =
                    limits.stream()
                            .allMatch(
                                    limit ->
                                            begun.stream()
                                                            .filter(
                                                                    time ->
                                                                            at - time
                                                                                    < limit.window()
                                                                                            .toNanos())
                                                            .count()
                                                    < limit.most());

            assertThat(gate.enter(now)).isEqualTo(may);

            if (may) {
                begun.add(now);
            }
        }
    }

    @Test
    void itSaysWhenOneMoreMayBegin() {
        RateGate gate = new RateGate(List.of(new Limit.Requests(1, Duration.ofNanos(10))));
        assertThat(gate.enter(0)).isTrue();

        assertThat(gate.freesInNanos(4)).isEqualTo(6);
        assertThat(gate.enter(9)).isFalse();
        assertThat(gate.enter(10)).isTrue();
    }
}
