package dev.chasqui.adapters.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Formats records, takes them into a bounded queue, and writes them on a thread of its own.
 *
 * <p>{@link #publish} never waits: what finds the queue full is lost and counted. It formats at
 * once, while all that a record is made of is still in the processor's cache.
 */
final class QueuedHandler extends Handler {
    private static final int CAPACITY = 10_000;

    /**
     * So long a line may wait for others: waking the writer for each of thousands a second costs
     * more than the lines.
     */
    private static final Duration PAUSE = Duration.ofMillis(10);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** What is in the queue: a line to write, or a wish to know when all before it is written. */
    private sealed interface Entry {
        record Line(byte[] bytes) implements Entry {}

        record Mark(CountDownLatch reached, boolean last) implements Entry {}
    }

    private final BlockingQueue<Entry> queue = new ArrayBlockingQueue<>(CAPACITY);
    private final AtomicLong lost = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final List<LineOutput> outputs;

    private QueuedHandler(Formatter formatter, List<LineOutput> outputs) {
        setFormatter(formatter);
        this.outputs = List.copyOf(outputs);
    }

    /** A handler whose writer runs. */
    static QueuedHandler start(Formatter formatter, List<LineOutput> outputs) {
        QueuedHandler handler = new QueuedHandler(formatter, outputs);
        Thread.ofPlatform().name("chasqui-log").daemon().start(handler::writeAll);
        return handler;
    }

    @Override
    public void publish(LogRecord record) {
        if (isLoggable(record)) {
            byte[] line = format(record);
            if (line.length > 0 && !queue.offer(new Entry.Line(line))) {
                lost.incrementAndGet();
            }
        }
    }

    /** Waits until what was published before is written, for {@code 5 s} at most. */
    @Override
    public void flush() {
        if (!closed.get()) {
            await(false);
        }
    }

    /** Writes what there is and closes the outputs, within {@code 10 s}. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            await(true);
        }
    }

    private void await(boolean last) {
        CountDownLatch reached = new CountDownLatch(1);
        try {
            Entry mark = new Entry.Mark(reached, last);
            if (queue.offer(mark, PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                reached.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        boolean open = true;
        while (open) {
            try {
                switch (queue.take()) {
                    case Entry.Line(byte[] bytes) -> {
                        write(bytes);
                        reportLost();
                        if (queue.isEmpty()) {
                            outputs.forEach(output -> attempt(output::flush));
                            LockSupport.parkNanos(PAUSE.toNanos());
                        }
                    }
                    case Entry.Mark(CountDownLatch reached, boolean last) -> {
                        outputs.forEach(output -> attempt(last ? output::close : output::flush));
                        reached.countDown();
                        open = !last;
                    }
                }
            } catch (InterruptedException e) {
                // Nobody owns this thread but this handler, which ends it by a mark.
                reportError("the log's writer was interrupted", e, ErrorManager.GENERIC_FAILURE);
            } catch (RuntimeException | Error e) {
                // Nothing would be written any more without this thread, and every flush would
                // wait.
                report("the log's writer stumbled", e, ErrorManager.GENERIC_FAILURE);
            }
        }
    }

    /** The line of a record; empty if it cannot be formatted. */
    private byte[] format(LogRecord record) {
        try {
            return getFormatter().format(record).getBytes(StandardCharsets.UTF_8);
        } catch (RuntimeException | Error e) {
            report("a log record could not be formatted", e, ErrorManager.FORMAT_FAILURE);
            return new byte[0];
        }
    }

    private void write(byte[] line) {
        outputs.forEach(output -> attempt(() -> output.write(line)));
    }

    private void reportLost() {
        long count = lost.getAndSet(0);
        if (count > 0) {
            LogRecord report =
                    new LogRecord(
                            Level.WARNING,
                            count
                                    + " log lines were lost: they came faster than they could be"
                                    + " written");
            report.setLoggerName(QueuedHandler.class.getName());
            write(format(report));
        }
    }

    /** One output that fails does not stop the others. The JDK tells it once on standard error. */
    private void attempt(Write write) {
        try {
            write.run();
        } catch (IOException | RuntimeException | Error e) {
            report("the log could not be written", e, ErrorManager.WRITE_FAILURE);
        }
    }

    /** Tells of it, if there is memory for that. */
    private void report(String what, Throwable why, int kind) {
        try {
            reportError(
                    what, why instanceof Exception e ? e : new IllegalStateException(why), kind);
        } catch (RuntimeException | Error e) {
            // Who logs, and who writes, goes on.
        }
    }

    private interface Write {
        void run() throws IOException;
    }
}
