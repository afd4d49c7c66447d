package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.ModelLogs.LogLine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The last lines of one model's output, over all runs of its server. Thread-safe. */
final class OutputLog {
    /** The limit of kept lines. */
    private static final int MOST_LINES = 2_000;

    /** The limit of kept characters. */
    private static final int MOST_CHARACTERS = 256 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition added = lock.newCondition();
    private final Deque<LogLine> lines = new ArrayDeque<>();
    private long last;
    private int characters;

    /** Adds a line, and removes the oldest ones beyond the limits. */
    void add(String text) {
        lock.lock();
        try {
            last++;
            lines.addLast(new LogLine(last, Instant.now(), text));
            characters += text.length();
            while (lines.size() > MOST_LINES || characters > MOST_CHARACTERS) {
                characters -= lines.removeFirst().text().length();
            }
            added.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the number of the last line; 0 if there was none. */
    long lastNumber() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the last lines, at most {@code count}. */
    List<LogLine> last(int count) {
        lock.lock();
        try {
            return lines.stream().skip(Math.max(0, lines.size() - count)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the lines after a number; waits for one until the patience is over. */
    List<LogLine> after(long number, Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = patience.toNanos();
            while (last <= number && left > 0) {
                left = added.awaitNanos(left);
            }
            return lines.stream().filter(line -> line.number() > number).toList();
        } finally {
            lock.unlock();
        }
    }
}
