package dev.chasqui.application.bulkhead;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * A thread that looks at the clocks of all running agents at a fixed interval, so that no timer is
 * set for a run. It sleeps when no agent has run for some seconds: waking it for each of a few
 * requests would cost each of them more than all else here. Safe for use by several threads.
 */
public final class RunSweeper implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(RunSweeper.class.getName());
    private static final Duration INTERVAL = Duration.ofMillis(50);
    private static final int ROUNDS_BEFORE_SLEEP = 200;

    private final Set<AgentRun> runs = ConcurrentHashMap.newKeySet();
    private final LongSupplier nanos;
    private final Thread thread;
    private volatile boolean asleep;
    private volatile boolean closed;

    RunSweeper(LongSupplier nanos) {
        this.nanos = nanos;
        thread = Thread.ofPlatform().daemon().name("agent-deadlines").unstarted(this::sweep);
        thread.start();
    }

    void add(AgentRun run) {
        runs.add(run);
        if (asleep) {
            LockSupport.unpark(thread);
        }
    }

    void remove(AgentRun run) {
        runs.remove(run);
    }

    private void sweep() {
        int idle = 0;
        while (!closed) {
            try {
                idle = runs.isEmpty() ? idle + 1 : 0;
                checkAll();
                if (idle < ROUNDS_BEFORE_SLEEP) {
                    LockSupport.parkNanos(INTERVAL.toNanos());
                } else {
                    sleep();
                    idle = 0;
                }
            } catch (RuntimeException | Error e) {
                // No deadline would be kept without this thread; the usual cause is a lack of
                // memory, which makes the log fail as well.
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    private void checkAll() {
        long now = nanos.getAsLong();
        for (AgentRun run : runs) {
            try {
                run.check(now);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, "a check of an agent's deadline failed", e);
            }
        }
    }

    private void sleep() {
        asleep = true;
        // A run that was added before the flag was set has not woken this thread.
        while (runs.isEmpty() && !closed) {
            LockSupport.park(this);
        }
        asleep = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
