package dev.chasqui.adapters.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits that take too long. */
class DeadlinesTest {
    private static final ReadLimit SOON = ReadLimit.each("a test", Duration.ofMillis(20));

    private final Deadlines deadlines = new Deadlines();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Test
    void oneThatCannotBeClosedKeepsNoOtherWaiting() throws Exception {
        Deadlines.Wait good = deadlines.watch(closed::countDown);
        Deadlines.Wait bad =
                deadlines.watch(
                        () -> {
                            throw new OutOfMemoryError("as if");
                        });
        good.begin(SOON);
        bad.begin(ReadLimit.each("a test", Duration.ofNanos(1)));

        assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(good.expired()).isTrue();
    }
}
