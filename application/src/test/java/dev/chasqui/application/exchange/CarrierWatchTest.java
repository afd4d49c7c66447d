package dev.chasqui.application.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import jdk.management.VirtualThreadSchedulerMXBean;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/** Tests against the scheduler of this very process. */
class CarrierWatchTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final VirtualThreadSchedulerMXBean scheduler =
            ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class);
    private final int usual = scheduler.getParallelism();
    private final CarrierWatch watch = new CarrierWatch();
    private final CountDownLatch usualSpin = new CountDownLatch(usual);
    private final List<Thread> spinners = new ArrayList<>();
    private volatile boolean spinning = true;

    @AfterEach
    void stop() throws Exception {
        spinning = false;
        for (Thread spinner : spinners) {
            assertThat(spinner.join(LONG)).isTrue();
        }
        watch.close();
    }

    /** Runs many times, since the result depends on which thread is queued where. */
    @RepeatedTest(30)
    void otherThreadsGetTheirTurnThoughMoreSpinThanThereAreCarriers() throws Exception {
        spinOnMoreThanAllCarriers();

        CountDownLatch turn = new CountDownLatch(1);
        Thread.ofVirtual().start(turn::countDown);

        assertThat(turn.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(scheduler.getParallelism()).isGreaterThan(usual);
    }

    @Test
    void whenNoneSpinsTheAddedCarriersGo() throws Exception {
        spinOnMoreThanAllCarriers();
        awaitParallelism(now -> now > usual);

        spinning = false;

        awaitParallelism(now -> now == usual);
    }

    @Test
    void itGoesOnAfterAnError() throws Exception {
        CountDownLatch thrown = new CountDownLatch(3);
        try (CarrierWatch stumbling =
                new CarrierWatch(
                        () -> {
                            thrown.countDown();
                            throw new OutOfMemoryError("as if");
                        })) {
            stumbling.enter();
            assertThat(thrown.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Returns when as many threads spin as there are usually carriers. */
    private void spinOnMoreThanAllCarriers() throws InterruptedException {
        for (int i = 0; i < usual + 1; i++) {
            spinners.add(Thread.ofVirtual().start(this::spin));
        }
        assertThat(usualSpin.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    }

    private void spin() {
        watch.enter();
        usualSpin.countDown();
        try {
            while (spinning) {
                Thread.onSpinWait();
            }
        } finally {
            watch.leave();
        }
    }

    private void awaitParallelism(IntPredicate wanted) {
        long end = System.nanoTime() + LONG.toNanos();
        while (!wanted.test(scheduler.getParallelism()) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(scheduler.getParallelism()).matches(wanted::test);
    }
}
