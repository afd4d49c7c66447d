package dev.chasqui.adapters.logs.decisions;

import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The entries that wait to be written, in their order. Safe for use by several threads. */
final class EntryQueue {
    /** The most calls whose entries are written together. */
    private static final int BATCH = 512;

    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger length = new AtomicInteger();

    /**
     * The entries of one call.
     *
     * @param json makes the entries
     * @param count their number
     * @param written completed when they are on the disk; null if nobody waits for that
     */
    record Waiting(
            Supplier<List<Json.Obj>> json,
            int count,
            @Nullable CompletableFuture<Boolean> written) {

        /** Returns true unless the call was given up meanwhile. */
        boolean isWanted() {
            return written == null || !written.isDone();
        }

        /** Returns the number of entries that are counted if they cannot be written. */
        int counted() {
            return written == null ? count : 0;
        }

        /** Tells the call, if it waits, whether its entries are on the disk. */
        void end(boolean done) {
            if (written != null) {
                boolean _ = written.complete(done);
            }
        }
    }

    /** Adds a call; returns false if as many wait already as may. */
    boolean offer(Waiting call, int most) {
        int before;
        do {
            before = length.get();
            if (before >= most) {
                return false;
            }
        } while (!length.compareAndSet(before, before + 1));
        queue.add(call);
        return true;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes out the first calls, as many as are written together. */
    List<Waiting> next() {
        List<Waiting> batch = new ArrayList<>();
        while (batch.size() < BATCH) {
            Waiting next = queue.poll();
            if (next == null) {
                break;
            }
            batch.add(next);
        }
        length.addAndGet(-batch.size());
        return batch;
    }
}
