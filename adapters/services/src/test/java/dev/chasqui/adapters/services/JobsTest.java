package dev.chasqui.adapters.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.chasqui.plugin.service.Scheduler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The jobs of a plug-in run one at a time, and end with it. */
class JobsTest extends SchedulerContract {
    private static final Duration SOON = Duration.ofMillis(1);
    private static final long DEADLINE = 30;

    private final ClassLoader loader = new ClassLoader(null) {};
    private final Lifetime lifetime = new Lifetime("sample");
    private final Jobs jobs = new Jobs("sample", loader, Runnable::run, lifetime);

    @Override
    protected Scheduler scheduler() {
        return jobs;
    }

    @AfterEach
    void end() {
        lifetime.close();
        jobs.close();
    }

    @Test
    void aJobRunsAgainAndAgainOnAThreadOfThePlugin() throws InterruptedException {
        BlockingQueue<Thread> runs = new LinkedBlockingQueue<>();
        BlockingQueue<ClassLoader> loaders = new LinkedBlockingQueue<>();
        Scheduler.Job job =
                jobs.every(
                        SOON,
                        "tick",
                        () -> {
                            runs.add(Thread.currentThread());
                            loaders.add(Thread.currentThread().getContextClassLoader());
                        });

        Thread first = next(runs);
        assertThat(first.getName()).isEqualTo("plugin-sample-tick");
        assertThat(first.isVirtual()).isTrue();
        assertThat(next(runs)).isSameAs(first);
        assertThat(next(loaders)).isSameAs(loader);

        job.cancel();
        assertThat(first.join(Duration.ofSeconds(DEADLINE))).isTrue();
    }

    @Test
    void aJobOfOneRunEndsAfterIt() throws InterruptedException {
        BlockingQueue<Thread> runs = new LinkedBlockingQueue<>();
        jobs.after(Duration.ZERO, "once", () -> runs.add(Thread.currentThread()));

        assertThat(next(runs).join(Duration.ofSeconds(DEADLINE))).isTrue();
        assertThat(runs).isEmpty();
    }

    @Test
    void anExceptionEndsOneRunAlone() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        CountDownLatch third = new CountDownLatch(1);
        jobs.every(
                SOON,
                "failing",
                () -> {
                    if (runs.incrementAndGet() == 3) {
                        third.countDown();
                    }
                    Thread.currentThread().interrupt();
                    throw new StackOverflowError("of the plug-in");
                });

        assertThat(third.await(DEADLINE, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void noRunBeginsWhilePaused() throws InterruptedException {
        BlockingQueue<String> runs = new LinkedBlockingQueue<>();
        jobs.pause();
        jobs.after(Duration.ZERO, "paused", () -> runs.add("paused"));
        jobs.after(Duration.ZERO, "paused-too", () -> runs.add("too"));
        assertThat(runs.poll(50, TimeUnit.MILLISECONDS)).isNull();

        jobs.resume();

        assertThat(next(runs)).isNotNull();
        assertThat(next(runs)).isNotNull();
    }

    @Test
    void theEndInterruptsWaitingAndRunningJobs() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        jobs.every(Duration.ofDays(1), "waiting", () -> {});
        jobs.after(
                Duration.ZERO,
                "running",
                () -> {
                    running.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                });
        assertThat(running.await(DEADLINE, TimeUnit.SECONDS)).isTrue();

        lifetime.close();
        jobs.close();

        assertThat(interrupted.await(DEADLINE, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> jobs.every(SOON, "late", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("sample");
    }

    @Test
    void aJobMayCancelItself() throws InterruptedException {
        BlockingQueue<Scheduler.Job> own = new LinkedBlockingQueue<>();
        BlockingQueue<Thread> runs = new LinkedBlockingQueue<>();
        own.add(
                jobs.every(
                        SOON,
                        "self",
                        () -> {
                            try {
                                own.take().cancel();
                                runs.add(Thread.currentThread());
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                        }));

        Thread ran = next(runs);
        assertThat(ran.join(Duration.ofSeconds(DEADLINE))).isTrue();
        assertThat(ran.isInterrupted()).isFalse();
    }

    @Test
    void theNumberOfJobsHasABoundAndEndedOnesDoNotCount() throws InterruptedException {
        for (int i = 0; i < Scheduler.MOST_JOBS - 1; i++) {
            jobs.every(Duration.ofDays(1), "job" + i, () -> {});
        }
        BlockingQueue<Thread> runs = new LinkedBlockingQueue<>();
        jobs.after(Duration.ZERO, "last", () -> runs.add(Thread.currentThread()));
        assertThat(next(runs).join(Duration.ofSeconds(DEADLINE))).isTrue();
        jobs.every(Duration.ofDays(1), "again", () -> {});

        assertThatThrownBy(() -> jobs.every(SOON, "more", () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("32 jobs");
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(DEADLINE, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
