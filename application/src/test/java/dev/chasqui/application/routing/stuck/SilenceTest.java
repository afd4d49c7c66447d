package dev.chasqui.application.routing.stuck;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;

/** The rule by which a model counts as stuck. */
class SilenceTest {
    private static final Duration AFTER = Duration.ofSeconds(60);

    private final Silence silence = new Silence();

    private static long at(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    private long dueIn(int now) {
        return silence.dueIn(AFTER, at(now));
    }

    /** Has a client send a chat and leave a second later. */
    private void leave(int second) {
        silence.sent(at(second));
        silence.ended(false, true, at(second + 1));
    }

    @Test
    void aModelIsStuckThatIsSilentForAnotherAfterItsClientHasLeft() {
        leave(0);
        assertThat(dueIn(1000)).isEqualTo(Silence.NEVER);
        silence.sent(at(1000));

        assertThat(dueIn(1000)).isEqualTo(at(60));
        assertThat(dueIn(1060)).isZero();
    }

    @Test
    void aModelThatNobodyLeftIsSlow() {
        silence.sent(at(0));

        assertThat(dueIn(10_000)).isEqualTo(Silence.NEVER);
    }

    @Test
    void theSilenceBeginsWhenTheClientLeavesIfAnotherWaitedBefore() {
        silence.sent(at(0));
        silence.sent(at(10));
        silence.ended(false, true, at(50));

        assertThat(dueIn(50)).isEqualTo(at(60));
    }

    @Test
    void aClientThatLeavesAmidAReplyMayMakeItStuckToo() {
        silence.sent(at(0));
        silence.begun(at(1));
        silence.sent(at(2));
        silence.ended(true, true, at(10));

        assertThat(dueIn(70)).isZero();
    }

    @Test
    void theWaitsOfThoseThatGiveUpAreAddedUp() {
        leave(0);
        for (int i = 1; i <= 2; i++) {
            silence.sent(at(1000 * i));
            silence.ended(false, true, at(1000 * i + 25));
        }
        silence.sent(at(3000));

        assertThat(dueIn(3000)).isEqualTo(at(10));
    }

    @Test
    void anEventShowsThatItWorks() {
        leave(0);
        silence.sent(at(10));
        silence.begun(at(20));
        silence.ended(true, false, at(30));
        silence.sent(at(40));

        assertThat(dueIn(1000)).isEqualTo(Silence.NEVER);
    }

    @Test
    void aModelFromWhichSomebodyReceivesEventsIsNeverStuck() {
        silence.sent(at(0));
        silence.begun(at(1));
        leave(2);
        silence.sent(at(4));
        assertThat(dueIn(1000)).isEqualTo(Silence.NEVER);

        silence.ended(true, false, at(1001));
        assertThat(dueIn(1001)).isZero();
    }

    @Test
    void aModelIsFreedOnceForEachTimeThatAClientLeavesAndAtMostOnceAMinute() {
        leave(0);
        silence.sent(at(10));
        silence.free(at(70));
        assertThat(dueIn(1000)).isEqualTo(Silence.NEVER);

        silence.ended(false, true, at(71));
        silence.sent(at(71));
        assertThat(silence.dueIn(Duration.ofSeconds(1), at(72))).isEqualTo(at(58));
        assertThat(silence.dueIn(Duration.ofSeconds(1), at(130))).isZero();
    }

    @Test
    void nothingIsRememberedOfAModelWithoutCalls() {
        silence.sent(at(0));
        assertThat(silence.isOver(at(1))).isFalse();
        silence.begun(at(1));
        assertThat(silence.isOver(at(1))).isFalse();
        silence.ended(true, false, at(2));
        assertThat(silence.isOver(at(2))).isTrue();

        leave(3);
        assertThat(silence.isOver(at(5))).isFalse();
        silence.free(at(6));
        assertThat(silence.isOver(at(6))).isFalse();
        assertThat(silence.isOver(at(66))).isTrue();
    }
}
