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
 * Keeps virtual threads going while code spins that nobody vouches for.
 *
 * <p>A spinning virtual thread never gives its carrier back, and as many of them as there are cores
 * freeze all others. A platform thread for each exchange with such code would not, but costs each
 * of them several switches of threads (measured: 25 to 80 µs). Here one platform thread looks
 * whether virtual threads still get their turn, and adds a carrier where they do not: who spins
 * holds up the others for some {@link #STARVED 20 ms}, once.
 *
 * <p>Safe for use by several threads.
 */
final class CarrierWatch implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(CarrierWatch.class.getName());
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);
    private static final Duration STARVED = Duration.ofMillis(20);

    /** After so many looks with nothing to watch it sleeps, so that an idle server is idle. */
    private static final int LOOKS_BEFORE_SLEEP = 100;

    private static final int MOST_ADDED = 1_000;

    /** Of threads that do nothing; they end as soon as there is a carrier. */
    private static final int MOST_NUDGES = 1_024;

    private final Supplier<VirtualThreadSchedulerMXBean> scheduler;
    private final AtomicInteger inside = new AtomicInteger();
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

    /** Foreign code begins to run on a virtual thread; {@link #leave} must follow. */
    void enter() {
        inside.incrementAndGet();
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    /** Foreign code has ended. */
    void leave() {
        left.incrementAndGet();
        inside.decrementAndGet();
    }

    private void run() {
        sleepUntilEntered();
        while (!closed) {
            try {
                // Not before: it takes some 50 ms that no start should wait for.
                watch(scheduler.get());
            } catch (RuntimeException | Error e) {
                // Without this thread whatever spins freezes the server.
                stumbled(e);
            }
        }
    }

    private static void stumbled(Throwable why) {
        try {
            LOG.log(System.Logger.Level.ERROR, "the watch over carriers stumbled", why);
        } catch (RuntimeException | Error e) {
            // Then nobody is told; the watch matters more.
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
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
        int idleLooks = 0;
        long leftBefore = left.get();
        while (!closed) {
            int watched = inside.get();
            if (watched == 0) {
                if (added > 0) {
                    added = 0;
                    scheduler.setParallelism(usual);
                }
                if (++idleLooks == LOOKS_BEFORE_SLEEP) {
                    idleLooks = 0;
                    sleepUntilEntered();
                }
            } else {
                idleLooks = 0;
                if (left.get() == leftBefore && isStarved()) {
                    // One that sleeps though it was woken counts as busy: then more are allowed.
                    if (added < watched || (added < MOST_ADDED && lacksCarriers(scheduler))) {
                        added++;
                        scheduler.setParallelism(usual + added);
                    }
                    wake(scheduler);
                    continue;
                }
            }
            leftBefore = left.get();
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    private void sleepUntilEntered() {
        asleep = true;
        while (inside.get() == 0 && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    /** Whether a new virtual thread does not get its turn, and nothing else goes on either. */
    private boolean isStarved() {
        long leftBefore = left.get();
        Semaphore turn = new Semaphore(0);
        Thread.ofVirtual().name("carrier-watch").start(turn::release);
        try {
            return !turn.tryAcquire(STARVED.toNanos(), TimeUnit.NANOSECONDS)
                    && left.get() == leftBefore;
        } catch (InterruptedException e) {
            // Nobody has a reason to.
            closed = true;
            return false;
        }
    }

    /**
     * Has carriers started, or woken, that the scheduler may have and does not. It looks for one
     * only when a thread comes to a queue that was empty, or that is full and must grow (JDK 25's
     * {@code ForkJoinPool.WorkQueue.push}); where all carriers spin, no queue gets empty.
     */
    private static void wake(VirtualThreadSchedulerMXBean scheduler) {
        for (int i = 0; i < MOST_NUDGES && lacksCarriers(scheduler); i++) {
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
