package dev.chasqui.adapters.skills;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The reads of files that may block for ever. Somebody may put a pipe in the place of a file after
 * its check, and Java cannot open a file so that it would not wait for the pipe's other end. So
 * each read has a thread of its own, which is left behind if it blocks. Safe for use by several
 * threads.
 */
final class FileReads {
    private final Duration limit;
    private final Semaphore places;

    /**
     * @param limit the longest time of a read
     * @param most the most reads at a time, those that block included
     */
    FileReads(Duration limit, int most) {
        this.limit = limit;
        this.places = new Semaphore(most);
    }

    /**
     * Reads.
     *
     * @throws IOException if the read throws it, takes too long, is interrupted, or gets no thread
     *     within the time limit
     */
    byte[] read(Callable<byte[]> read) throws IOException {
        try {
            if (!places.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("too many reads of files block");
            }
        } catch (InterruptedException e) {
            throw interrupted();
        }
        FutureTask<byte[]> task = new FutureTask<>(read);
        boolean started = false;
        try {
            // A platform thread, since a blocked open would hold a virtual thread's carrier.
            Thread.ofPlatform().daemon().name("skill-file").start(() -> run(task));
            started = true;
        } finally {
            if (!started) {
                places.release();
            }
        }
        try {
            return task.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            throw new IOException("reading takes longer than " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failed ? failed : new IOException(e);
        }
    }

    private void run(FutureTask<byte[]> task) {
        try {
            task.run();
        } finally {
            places.release();
        }
    }

    private static IOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("the wait for a file was interrupted");
    }
}
