package dev.chasqui.adapters.http;

import dev.chasqui.application.port.ModelLogs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The log of one model's server, whose lines come from a test. */
final class ScriptedLogs implements ModelLogs {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.678901Z");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private final CountDownLatch followed = new CountDownLatch(1);
    private final List<LogLine> lines = new ArrayList<>();
    private volatile boolean removed;

    /** Adds a line, one second later than the last one. */
    void write(String text) {
        lock.lock();
        try {
            lines.add(new LogLine(lines.size() + 1, START.plusSeconds(lines.size()), text));
            written.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the model from the pool. */
    void remove() {
        removed = true;
    }

    /** Waits until a thread waits for new lines. */
    void awaitFollower() throws InterruptedException {
        if (!followed.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("nobody follows");
        }
    }

    @Override
    public List<LogLine> last(String model, int count) {
        lock.lock();
        try {
            return List.copyOf(lines.subList(Math.max(0, lines.size() - count), lines.size()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<LogLine> after(String model, long number, Duration patience)
            throws InterruptedException {
        followed.countDown();
        if (removed) {
            throw new IllegalArgumentException("model: " + model + " (expected: one of [])");
        }
        lock.lock();
        try {
            long left = patience.toNanos();
            while (lines.size() <= number && left > 0) {
                left = written.awaitNanos(left);
            }
            return List.copyOf(lines.subList((int) number, lines.size()));
        } finally {
            lock.unlock();
        }
    }
}
