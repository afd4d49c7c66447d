package dev.chasqui.adapters.processes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.application.port.ModelLogs.LogLine;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** The limits of a model's log, and the ways of reading it. */
class OutputLogTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final OutputLog log = new OutputLog();

    @Test
    void linesAreNumberedAndTheLastAreKept() throws Exception {
        for (int i = 1; i <= 2_500; i++) {
            log.add("line " + i);
        }

        assertThat(log.last(2)).extracting(LogLine::text).containsExactly("line 2499", "line 2500");
        assertThat(log.last(1_000_000)).hasSize(2_000);
        assertThat(log.after(0, LONG).getFirst().number()).isEqualTo(501);
        assertThat(log.after(2_499, LONG)).extracting(LogLine::number).containsExactly(2_500L);
        assertThat(log.last(0)).isEmpty();
    }

    @Test
    void longLinesLeaveRoomForFewerOthers() {
        for (int i = 1; i <= 100; i++) {
            log.add("x".repeat(4 * 1024));
        }

        assertThat(log.last(100)).hasSize(64);
    }

    /** A follower misses no line that is kept, for random writes and reads. */
    @Test
    void aFollowerMissesNothing() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            OutputLog one = new OutputLog();
            List<String> written = new ArrayList<>();
            List<String> seen = new ArrayList<>();
            long number = 0;
            while (written.size() < 300) {
                for (int i = random.nextInt(20); i >= 0; i--) {
                    String text = "x".repeat(random.nextInt(50)) + written.size();
                    one.add(text);
                    written.add(text);
                }
                List<LogLine> next = one.after(number, LONG);
                next.forEach(line -> seen.add(line.text()));
                number = next.getLast().number();
            }
            assertThat(seen).as("seed " + seed).isEqualTo(written);
            assertThat(number).isEqualTo(written.size());
        }
    }

    @Test
    void whoFollowsWaitsForALine() throws Exception {
        FutureTask<List<LogLine>> follower = new FutureTask<>(() -> log.after(0, LONG));
        Thread thread = Thread.ofVirtual().start(follower);
        StandIns.await("waiting", () -> thread.getState() == Thread.State.TIMED_WAITING);

        log.add("here it is");

        assertThat(follower.get(30, TimeUnit.SECONDS))
                .extracting(LogLine::text)
                .containsExactly("here it is");
    }

    @Test
    void andNoLongerThanHisPatience() throws Exception {
        assertThat(log.after(0, Duration.ofMillis(10))).isEmpty();
        assertThat(log.after(0, Duration.ZERO)).isEmpty();
    }

    @Test
    void aModelThatThereIsNotHasNoLog() {
        OutputLogs logs = new OutputLogs(List.of("a", "b"));

        assertThatThrownBy(() -> logs.last("c", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model: c (expected: one of [a, b])");
    }
}
