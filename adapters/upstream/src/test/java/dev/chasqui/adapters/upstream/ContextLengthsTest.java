package dev.chasqui.adapters.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalInt;
import java.util.Queue;

class ContextLengthsTest {
    /** The questions beside requests, and the cache's own work. */
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    private Duration now = Duration.ZERO;
    private OptionalInt answer = OptionalInt.of(4_096);
    private int asked;

    private final ContextLengths lengths =
            new ContextLengths(this::ask, tasks::add, () -> now.toNanos());

    private OptionalInt ask(String model) {
        asked++;
        return answer;
    }

    private void runAll() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    @Test
    void aFreshLengthIsServedWithoutAQuestion() {
        assertThat(lengths.of("m")).hasValue(4_096);
        now = Duration.ofSeconds(9);
        assertThat(lengths.of("m")).hasValue(4_096);
        runAll();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void anAgedLengthIsServedWhileTheServerIsAskedBesideTheRequest() {
        lengths.of("m");
        now = Duration.ofSeconds(11);
        answer = OptionalInt.of(8_192);
        assertThat(lengths.of("m")).hasValue(4_096);
        assertThat(lengths.of("m")).hasValue(4_096);
        assertThat(asked).isEqualTo(1);
        runAll();
        assertThat(asked).isEqualTo(2);
        assertThat(lengths.of("m")).hasValue(8_192);
    }

    @Test
    void anExpiredLengthIsNotServed() {
        lengths.of("m");
        now = Duration.ofSeconds(61);
        answer = OptionalInt.of(2_048);
        assertThat(lengths.of("m")).hasValue(2_048);
    }

    @Test
    void aServerThatFailsHasNoLength() {
        ContextLengths failing =
                new ContextLengths(
                        _ -> {
                            throw new FailureException(
                                    new Failure.BackendUnreachable("b", "refused"));
                        },
                        tasks::add,
                        () -> now.toNanos());
        assertThat(failing.of("m")).isEmpty();
    }
}
