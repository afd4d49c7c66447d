package dev.chasqui.application.push;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** The times at which reports of health are due. */
class PushPaceTest {
    private static final Map<String, String> UP = Map.of("desk", "up", "rack", "up");
    private static final Map<String, String> DOWN = Map.of("desk", "down", "rack", "up");

    private final PushPace pace = new PushPace(Duration.ofMinutes(1));

    private static long at(int seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void theFirstReportIsDueAtOnceAndNamesAllBackends() {
        assertThat(pace.isDue(UP, at(0))).isTrue();
        assertThat(pace.changed(UP)).containsExactly("desk", "rack");
    }

    @Test
    void withoutAChangeAReportIsDueAtTheRegularPace() {
        pace.taken(UP, at(0));

        assertThat(pace.isDue(UP, at(59))).isFalse();
        assertThat(pace.isDue(UP, at(60))).isTrue();
        assertThat(pace.changed(UP)).isEmpty();
    }

    @Test
    void aChangedStateIsDueAtOnceAndIsNamedAsIsABackendThatComesOrGoes() {
        pace.taken(UP, at(0));

        assertThat(pace.isDue(DOWN, at(1))).isTrue();
        assertThat(pace.changed(DOWN)).containsExactly("desk");
        assertThat(pace.changed(Map.of("rack", "up", "new", "up"))).containsExactly("desk", "new");
    }

    @Test
    void aFailedReportIsRepeatedAfterTenSecondsAndStillNamesTheChange() {
        pace.taken(UP, at(0));
        assertThat(pace.notTaken(at(1))).isTrue();

        assertThat(pace.isDue(DOWN, at(10))).isFalse();
        assertThat(pace.isDue(DOWN, at(11))).isTrue();
        assertThat(pace.changed(DOWN)).containsExactly("desk");
        assertThat(pace.notTaken(at(11))).isFalse();
        assertThat(pace.taken(DOWN, at(21))).isTrue();
        assertThat(pace.taken(DOWN, at(81))).isFalse();
    }

    @Test
    void aShortPaceIsThatOfRepeatsToo() {
        PushPace quick = new PushPace(Duration.ofSeconds(2));
        quick.notTaken(at(0));

        assertThat(quick.isDue(UP, at(1))).isFalse();
        assertThat(quick.isDue(UP, at(2))).isTrue();
    }
}
