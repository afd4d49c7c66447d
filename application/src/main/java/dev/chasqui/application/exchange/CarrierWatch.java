package dev.chasqui.application.exchange;

import jdk.management.VirtualThreadSchedulerMXBean;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A watch that keeps virtual threads going while untrusted code spins.
 *
 * <p>A spinning virtual thread never gives its carrier back, and as many of them as there are cores
 * stop all other virtual threads. A platform thread for each exchange with such code would prevent
 * that, but costs every such exchange several thread switches (measured: 25 to 80 µs). Instead one
 * platform thread checks whether a new virtual thread still gets to run, and adds a carrier if not.
 * So code that spins delays the others by some {@link #STARVED 20 ms}, once.
 *
 * <p>Safe for use by several threads.
 */
final class CarrierWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CarrierWatch.class.getName());
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(10);
    private static final Duration STARVED = Duration.ofMillis(20);

    /**
     * The number of checks without watched code before the thread sleeps, so that an idle server is
     * idle.
     */
    private static final int CHECKS_BEFORE_SLEEP = 100;

    private static final int MOST_ADDED = 1_000;

    /** The most empty threads that {@link #wake} starts; they end as soon as there is a carrier. */
    private static final int MOST_WAKERS = 1_024;

    private final Supplier<VirtualThreadSchedulerMXBean> scheduler;
    private final AtomicInteger entered = new AtomicInteger();
    private final AtomicLong left = new AtomicLong();
    private final Thread thread;
    private volatile boolean asleep = true;
    private volatile boolean closed;

    CarrierWatch() {
        this(() -> ManagementFactory.getPlatformMXBean(VirtualThreadSchedulerMXBean.class));
    }

    CarrierWatch(Supplier<VirtualThreadSchedulerMXBean> scheduler) {
        this.scheduler = scheduler;
        thread = Thread.ofPlatform().daemon().name("carrier-watch").unstarted(this::run);
        thread.start();
    }

    /** Notes that watched code begins on a virtual thread; {@link #leave} must follow. */
    void enter() {
        entered.incrementAndGet();
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Notes that watched code has ended. */
    void leave() {
        left.incrementAndGet();
        entered.decrementAndGet();
    }

    private void run() {
        sleepUntilEntered();
        while (!closed) {
            try {
                // The bean is not made earlier: that takes some 50 ms, which no start should wait
                // for.
                watch(scheduler.get());
            } catch (RuntimeException | Error e) {
                // Without this thread, code that spins would freeze the server.
                logFailure(e);
            }
        }
    }

    private static void logFailure(Throwable why) {
        try {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "the watch over the carriers of virtual threads failed; it goes on",
                    why);
        } catch (RuntimeException | Error e) {
            // There is no other place to report it, and the watch must go on.
        }
        LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
    }

    private void watch(VirtualThreadSchedulerMXBean scheduler) {
        int usual = scheduler.getParallelism();
        try {
            watch(scheduler, usual);
        } finally {
            if (scheduler.getParallelism() != usual) {
                scheduler.setParallelism(usual);
            }
        }
    }

    private void watch(VirtualThreadSchedulerMXBean scheduler, int usual) {
        int added = 0;
        int idleChecks = 0;
        long leftBefore = left.get();
        while (!closed) {
            int watched = entered.get();
            if (watched == 0) {
                if (added > 0) {
                    added = 0;
                    scheduler.setParallelism(usual);
                }
                if (++idleChecks == CHECKS_BEFORE_SLEEP) {
                    idleChecks = 0;
                    sleepUntilEntered();
                }
            } else {
                idleChecks = 0;
                if (left.get() == leftBefore && isStarved()) {
                    // A carrier that was woken but still sleeps counts as busy: then more are
                    // allowed.
                    if (added < watched || (added < MOST_ADDED && lacksCarriers(scheduler))) {
                        added++;
                        scheduler.setParallelism(usual + added);
                    }
                    wake(scheduler);
                    continue;
                }
            }
            leftBefore = left.get();
            LockSupport.parkNanos(CHECK_INTERVAL.toNanos());
        }
    }

    private void sleepUntilEntered() {
        asleep = true;
        while (entered.get() == 0 && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /**
     * Returns true if a new virtual thread does not get to run, and no watched code ends either.
     */
    private boolean isStarved() {
        long leftBefore = left.get();
        Semaphore turn = new Semaphore(0);
        Thread.ofVirtual().name("carrier-watch").start(turn::release);
        try {
            return !turn.tryAcquire(STARVED.toNanos(), TimeUnit.NANOSECONDS)
                    && left.get() == leftBefore;
        } catch (InterruptedException e) {
            // No code of ours interrupts this thread.
            closed = true;
            return false;
        }
    }

    /**
     * Makes the scheduler start, or wake, the carriers that it may have and does not use. The
     * scheduler looks for one only when a task comes to a queue that was empty, or that is full and
     * must grow (JDK 25's {@code ForkJoinPool.WorkQueue.push}); if all carriers spin, no queue
     * becomes empty. So this starts many empty threads.
     */
    private static void wake(VirtualThreadSchedulerMXBean scheduler) {
        for (int i = 0; i < MOST_WAKERS && lacksCarriers(scheduler); i++) {
            Thread.ofVirtual().name("carrier-watch").start(() -> {});
        }
    }

    private static boolean lacksCarriers(VirtualThreadSchedulerMXBean scheduler) {
        return scheduler.getMountedVirtualThreadCount() < scheduler.getParallelism()
                && scheduler.getQueuedVirtualThreadCount() > 0;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
