package dev.chasqui.application.bulkhead;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OwnTimeTest {
    private final OwnTime time = new OwnTime();

    @Test
    void itRunsWhileTheAgentIsCalled() {
        time.call(100);
        assertThat(time.spent(150)).isEqualTo(50);
        time.back(160);
        assertThat(time.spent(900)).isEqualTo(60);

        time.call(1_000);
        time.back(1_005);
        assertThat(time.spent(9_000)).isEqualTo(65);
    }

    @Test
    void itStandsStillInTheRestOfTheChain() {
        time.call(0);
        time.enterInside(10);
        assertThat(time.spent(500)).isEqualTo(10);
        assertThat(time.runs()).isFalse();
        time.leaveInside(500);
        assertThat(time.spent(503)).isEqualTo(13);
        time.back(505);
        assertThat(time.spent(600)).isEqualTo(15);
    }

    @Test
    void itStandsStillWhileAtLeastOneThreadIsThere() {
        time.call(0);
        time.enterInside(10);
        time.enterInside(20);
        time.leaveInside(100);
        assertThat(time.spent(200)).isEqualTo(10);
        time.leaveInside(200);
        assertThat(time.spent(207)).isEqualTo(17);
    }

    @Test
    void aThreadThatIsThereAfterTheCallCountsForNothing() {
        time.call(0);
        time.enterInside(5);
        time.back(6);
        time.leaveInside(90);
        assertThat(time.spent(200)).isEqualTo(5);

        time.call(300);
        assertThat(time.spent(310)).isEqualTo(15);
    }
}
