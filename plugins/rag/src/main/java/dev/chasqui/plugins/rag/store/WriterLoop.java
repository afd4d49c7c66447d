package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;

/**
 * The only thread that writes, creates and deletes collections. It is a platform thread of its own
 * that no code interrupts, since an interrupt would close the index files.
 *
 * <p>Callers submit tasks to a bounded queue and wait for their futures. The loop takes all waiting
 * tasks as one batch, applies them, and commits each changed collection once, so that many small
 * documents cost few commits. A task is acknowledged after its commit. If a commit fails, all tasks
 * of that collection fail and its writer is closed; the next task opens it anew from disk.
 *
 * <p>{@link #release} lets the loop finish the waiting tasks and close all writers, so that another
 * instance, such as a new generation of the plug-in, may write. Safe for use by several threads;
 * the fields below the thread are guarded by {@code this}.
 */
final class WriterLoop {
    private static final System.Logger LOG = System.getLogger(WriterLoop.class.getName());
    private static final int MOST_COLLECTIONS = 1_000;
    private static final int MOST_WAITING = 256;

    /**
     * The most characters that waiting tasks hold: two of the largest documents, or many small
     * ones.
     */
    private static final long MOST_CHARACTERS = 128L << 20;

    private final CollectionFolders folders;
    private final Disk disk;
    private final NavigableMap<CollectionName, CollectionReader> readers;
    private final Indexing indexing;
    private final Clock clock;
    private final Map<CollectionName, CollectionWriter> writers = new HashMap<>();
    private final Thread thread;

    private List<WriterTask<?>> waiting = new ArrayList<>();
    private long characters;
    private State state = State.OPEN;

    /** The failure to close a writer since the last release began; null if there was none. */
    private @Nullable Exception closeFailure;

    private enum State {
        OPEN,
        RELEASING,
        RELEASED,
        STOPPING
    }

    /**
     * @param readers the existing collections by name; changed only by the thread of this loop
     */
    WriterLoop(
            CollectionFolders folders,
            Disk disk,
            NavigableMap<CollectionName, CollectionReader> readers,
            Indexing indexing,
            Clock clock) {
        this.folders = folders;
        this.disk = disk;
        this.readers = readers;
        this.indexing = indexing;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("rag-writer").daemon().unstarted(this::run);
        // Lucene may search its codecs with this loader; they are in the plug-in's jar.
        thread.setContextClassLoader(WriterLoop.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /**
     * Queues a task.
     *
     * @throws FailureException with {@code Overloaded} if too many tasks or characters wait, if the
     *     collections are released, or if the loop is stopping
     */
    synchronized void submit(WriterTask<?> task) {
        switch (state) {
            case OPEN -> {}
            case RELEASING, RELEASED ->
                    throw overloaded(
                            "the collections are being handed over to another /rag; try again");
            case STOPPING -> throw overloaded("the collections are being closed; try again later");
        }
        boolean heavy = characters > 0 && characters + task.weight() > MOST_CHARACTERS;
        if (heavy || waiting.size() >= MOST_WAITING) {
            throw overloaded("too many documents wait to be added; try again later");
        }
        characters += task.weight();
        waiting.add(task);
        notifyAll();
    }

    /**
     * Finishes the waiting tasks and closes all writers, so that another owner may write. Further
     * tasks are refused. Returns when this is done.
     *
     * @throws IOException if a collection could not be closed properly; everything is released all
     *     the same
     * @throws InterruptedException if the calling thread is interrupted; the release is undone
     */
    synchronized void release() throws IOException, InterruptedException {
        if (state == State.OPEN) {
            closeFailure = null;
            change(State.RELEASING);
        }
        try {
            while (state == State.RELEASING) {
                wait();
            }
        } catch (InterruptedException e) {
            resume();
            throw e;
        }
        if (closeFailure != null) {
            throw new IOException("a collection was not closed well", closeFailure);
        }
    }

    /**
     * Has a collection rebuilt if it is of an older format.
     *
     * @param then runs when that is done
     */
    void renew(CollectionReader reader, Runnable then) {
        try {
            if (!reader.format().equals(indexing.format())) {
                open(reader.name(), then);
            }
        } catch (FailureException e) {
            // It is being deleted or handed over; its next change rebuilds it.
        }
    }

    /**
     * Opens the writer of a collection, which rebuilds an index of an older format.
     *
     * @param opened is called then
     */
    private void open(CollectionName collection, Runnable opened) {
        submit(
                new WriterTask.Edit<>(
                        collection,
                        false,
                        0,
                        (_, _) -> {
                            opened.run();
                            return collection;
                        }));
    }

    /** Accepts tasks again after a release. */
    synchronized void resume() {
        if (state != State.STOPPING) {
            change(State.OPEN);
        }
    }

    private void change(State next) {
        state = next;
        notifyAll();
    }

    /**
     * Finishes the waiting tasks, closes all writers and ends the thread. Returns when this is
     * done.
     */
    void stop() {
        synchronized (this) {
            change(State.STOPPING);
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        do {
            for (List<WriterTask<?>> batch = next(); !batch.isEmpty(); batch = next()) {
                try {
                    work(batch);
                } catch (RuntimeException | Error e) {
                    // Reporting the failure failed too, for lack of memory. Callers give up at
                    // their deadline.
                } finally {
                    release(batch);
                }
            }
            List.copyOf(writers.values()).forEach(this::close);
        } while (!endRelease());
    }

    /** Ends a release, now that no writer is open. Returns true if the thread may end. */
    private synchronized boolean endRelease() {
        if (state == State.RELEASING) {
            change(State.RELEASED);
        }
        return state == State.STOPPING && waiting.isEmpty();
    }

    private void work(List<WriterTask<?>> batch) {
        Map<CollectionWriter, List<WriterTask.Edit<?>>> uncommitted = new LinkedHashMap<>();
        for (WriterTask<?> task : batch) {
            switch (task) {
                case WriterTask.Edit<?> edit -> edit(edit, uncommitted);
                case WriterTask.Drop drop -> {
                    commit(uncommitted);
                    drop(drop);
                }
            }
        }
        commit(uncommitted);
    }

    /** Waits for tasks and returns all of them; returns none if the writers are to be closed. */
    private synchronized List<WriterTask<?>> next() {
        while (waiting.isEmpty() && (state == State.OPEN || state == State.RELEASED)) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Not expected. Ending here would leave the callers waiting.
                LOG.log(System.Logger.Level.WARNING, "the writer of /rag was interrupted", e);
            }
        }
        List<WriterTask<?>> batch = waiting;
        waiting = new ArrayList<>();
        return batch;
    }

    private synchronized void release(List<WriterTask<?>> batch) {
        batch.forEach(task -> characters -= task.weight());
    }

    private void edit(
            WriterTask.Edit<?> edit, Map<CollectionWriter, List<WriterTask.Edit<?>>> uncommitted) {
        if (edit.isGivenUp()) {
            return;
        }
        CollectionWriter writer = null;
        try {
            writer = writer(edit);
            edit.apply(writer);
            uncommitted.computeIfAbsent(writer, w -> new ArrayList<>()).add(edit);
        } catch (IOException | RuntimeException | Error e) {
            // Errors too: under mapped files a damaged disk causes one, and nothing would be //
            // written any more if this thread died.
            edit.fail(explain(e, edit.collection()));
            if (writer != null && !writer.isOpen()) {
                fail(writer, uncommitted.remove(writer), e);
            }
        }
    }

    private CollectionWriter writer(WriterTask.Edit<?> edit) throws IOException {
        CollectionName name = edit.collection();
        CollectionWriter open = writers.get(name);
        if (open != null && (edit.createsCollection() || readers.containsKey(name))) {
            return open;
        }
        CollectionReader reader = readers.get(name);
        if (reader == null && !edit.createsCollection()) {
            throw CollectionReader.unknown(name);
        }
        if (reader == null && readers.size() >= MOST_COLLECTIONS) {
            throw new FailureException(
                    new Failure.Invalid(
                            "collection",
                            "collection: '"
                                    + name
                                    + "' (expected: one of the "
                                    + MOST_COLLECTIONS
                                    + " there are; there may be no more, delete one first)"));
        }
        if (reader != null) {
            Rebuild.ifOutdated(name, folders, disk, reader, indexing);
        }
        CollectionWriter writer =
                new CollectionWriter(
                        name,
                        folders,
                        disk,
                        reader == null ? new CollectionReader(name, folders) : reader,
                        indexing,
                        clock);
        writers.put(name, writer);
        return writer;
    }

    private void commit(Map<CollectionWriter, List<WriterTask.Edit<?>>> uncommitted) {
        uncommitted.forEach(
                (writer, edits) -> {
                    try {
                        writer.commit();
                        readers.putIfAbsent(writer.name(), writer.reader());
                        edits.forEach(WriterTask.Edit::acknowledge);
                    } catch (IOException | RuntimeException | Error e) {
                        fail(writer, edits, e);
                    }
                });
        uncommitted.clear();
    }

    /**
     * Fails tasks and closes their writer, so that the next task opens the collection anew from
     * disk.
     */
    private void fail(
            CollectionWriter writer, @Nullable List<WriterTask.Edit<?>> edits, Throwable cause) {
        if (edits != null) {
            Throwable failure = explain(cause, writer.name());
            edits.forEach(edit -> edit.fail(failure));
        }
        close(writer);
    }

    private void drop(WriterTask.Drop drop) {
        CollectionReader reader = readers.remove(drop.collection());
        if (reader == null) {
            drop.fail(CollectionReader.unknown(drop.collection()));
            return;
        }
        CollectionWriter writer = writers.get(drop.collection());
        if (writer != null) {
            close(writer);
        }
        try {
            reader.close();
            folders.delete(drop.collection());
            drop.complete(drop.collection());
        } catch (IOException | RuntimeException | Error e) {
            drop.fail(explain(e, drop.collection()));
        }
    }

    private Throwable explain(Throwable cause, CollectionName collection) {
        return disk.explain(cause, "collection '" + collection + "'", folders.root());
    }

    private void close(CollectionWriter writer) {
        writers.remove(writer.name());
        try {
            writer.close();
        } catch (IOException | RuntimeException | Error e) {
            note(e);
            LOG.log(
                    System.Logger.Level.WARNING,
                    "collection '" + writer.name() + "' was not closed well",
                    e);
        }
    }

    private synchronized void note(Throwable problem) {
        closeFailure = problem instanceof Exception e ? e : new IllegalStateException(problem);
    }

    private static FailureException overloaded(String message) {
        return new FailureException(new Failure.Overloaded(message, Duration.ofSeconds(5)));
    }
}
