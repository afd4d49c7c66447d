package dev.chasqui.plugins.branches;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

class BranchThreadsTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final BranchThreads threads = new BranchThreads();
    private final CountDownLatch held = new CountDownLatch(1);

    @Test
    void theWaitEndsWhenNoThreadRunsEvenIfOneThrew() {
        threads.start(
                "throws",
                () -> {
                    Thread.currentThread().setUncaughtExceptionHandler((_, _) -> {});
                    throw new IllegalStateException();
                });
        threads.start("waits", this::await);
        assertThat(threads.awaitEnd(Duration.ofMillis(1))).isFalse();

        held.countDown();

        assertThat(threads.awaitEnd(LONG)).isTrue();
    }

    @Test
    void withoutThreadsTheWaitEndsAtOnce() {
        assertThat(threads.awaitEnd(Duration.ZERO)).isTrue();
    }

    private void await() {
        try {
            held.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
