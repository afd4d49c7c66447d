package dev.chasqui.application.routing.hedge;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

class HedgeRuleTest {
    private static final long USUAL = Duration.ofSeconds(2).toNanos();

    private static HedgeRule after(Duration after) {
        return new HedgeRule(Optional.of(after), OptionalDouble.empty());
    }

    private static HedgeRule times(double times) {
        return new HedgeRule(Optional.empty(), OptionalDouble.of(times));
    }

    @Test
    void aRuleThatSaysNothingOrZeroIsOff() {
        assertThat(HedgeRule.NONE.isOff()).isTrue();
        assertThat(HedgeRule.NONE.delay(USUAL)).isEmpty();
        assertThat(after(Duration.ZERO).isOff()).isTrue();
        assertThat(new HedgeRule(Optional.of(Duration.ZERO), OptionalDouble.of(3)).delay(USUAL))
                .isEmpty();
    }

    @Test
    void aTimeHoldsWhateverIsUsual() {
        assertThat(after(Duration.ofSeconds(3)).delay(0)).contains(Duration.ofSeconds(3));
        assertThat(after(Duration.ofSeconds(3)).delay(USUAL)).contains(Duration.ofSeconds(3));
    }

    @Test
    void aMultipleNeedsAUsualTime() {
        assertThat(times(3).delay(0)).isEmpty();
        assertThat(times(3).delay(USUAL)).contains(Duration.ofSeconds(6));
    }

    @Test
    void ofBothTheLongerTimeHolds() {
        HedgeRule both = new HedgeRule(Optional.of(Duration.ofSeconds(5)), OptionalDouble.of(2));

        assertThat(both.delay(0)).contains(Duration.ofSeconds(5));
        assertThat(both.delay(USUAL)).contains(Duration.ofSeconds(5));
        assertThat(both.delay(2 * USUAL)).contains(Duration.ofSeconds(8));
    }

    @Test
    void noTimeIsShorterThanANetworkNeeds() {
        assertThat(times(1).delay(1_000)).contains(Duration.ofMillis(10));
        assertThat(times(1_000).delay(Long.MAX_VALUE)).contains(Duration.ofNanos(Long.MAX_VALUE));
    }
}
