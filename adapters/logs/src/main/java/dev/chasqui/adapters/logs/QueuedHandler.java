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
 * A log handler with a bounded queue and one thread that writes.
 *
 * <p>{@link #publish} formats a record at once, while its parts are still in the processor's cache,
 * and adds the line to the queue. It never waits: a line that finds the queue full is dropped and
 * counted, and the writer logs the count. The writer flushes the outputs when the queue is empty.
 * {@link #flush} and {@link #close} add a mark to the queue and wait until the writer has reached
 * it. Safe for use by several threads.
 */
final class QueuedHandler extends Handler {
    private static final int CAPACITY = 10_000;

    /**
     * The pause of the writer after it has emptied the queue. The writer then takes many lines at
     * once: waking it for each of thousands of lines a second costs more than the lines.
     */
    private static final Duration BATCH_PAUSE = Duration.ofMillis(10);

    /** The longest wait for a place in the queue, and the longest one for a mark. */
    private static final Duration WAIT_LIMIT = Duration.ofSeconds(5);

    /**
     * An entry of the queue: a line to write, or a mark that reports that all lines before it are
     * written.
     */
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

    /** Returns a handler and starts its writer. */
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

    /** Waits until all lines that were published before are written, at most 5 s. */
    @Override
    public void flush() {
        if (!closed.get()) {
            await(false);
        }
    }

    /** Writes the lines that are left and closes the outputs, within 10 s. Idempotent. */
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
            if (queue.offer(mark, WAIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                reached.await(WAIT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
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
                            LockSupport.parkNanos(BATCH_PAUSE.toNanos());
                        }
                    }
                    case Entry.Mark(CountDownLatch reached, boolean last) -> {
                        outputs.forEach(output -> attempt(last ? output::close : output::flush));
                        reached.countDown();
                        open = !last;
                    }
                }
            } catch (InterruptedException e) {
                // This handler alone owns the thread, and ends it by a mark.
                reportError("the log's writer was interrupted", e, ErrorManager.GENERIC_FAILURE);
            } catch (RuntimeException | Error e) {
                // The thread goes on: without it no line is written and every flush waits.
                report("the log's writer failed", e, ErrorManager.GENERIC_FAILURE);
            }
        }
    }

    /** Returns the line of a record; empty if it cannot be formatted. */
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

    /**
     * Runs an action on one output; its failure does not stop the other outputs. The JDK reports
     * the first failure on standard error.
     */
    private void attempt(OutputAction action) {
        try {
            action.run();
        } catch (IOException | RuntimeException | Error e) {
            report("the log could not be written", e, ErrorManager.WRITE_FAILURE);
        }
    }

    /** Reports an error of the log, if there is memory for the report. */
    private void report(String message, Throwable cause, int code) {
        try {
            reportError(
                    message,
                    cause instanceof Exception e ? e : new IllegalStateException(cause),
                    code);
        } catch (RuntimeException | Error e) {
            // The report itself failed. The caller and the writer go on.
        }
    }

    private interface OutputAction {
        void run() throws IOException;
    }
}
