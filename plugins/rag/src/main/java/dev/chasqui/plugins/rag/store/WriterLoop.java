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
 * The one thread that writes, and makes and deletes collections. It is a platform thread of its own
 * that nobody interrupts. What waits when it comes back from a commit is done next and committed
 * together, so that many small documents cost few commits. Safe for many threads.
 */
final class WriterLoop {
    private static final System.Logger LOG = System.getLogger(WriterLoop.class.getName());
    private static final int MOST_COLLECTIONS = 1_000;
    private static final int MOST_WAITING = 256;

    /** Two of the largest documents, or many small ones. */
    private static final long MOST_CHARACTERS = 128L << 20;

    private final Folders folders;
    private final Disk disk;
    private final NavigableMap<CollectionName, CollectionReader> readers;
    private final PassageAnalyzer analyzer;
    private final Clock clock;
    private final Map<CollectionName, CollectionWriter> writers = new HashMap<>();
    private final Thread thread;

    private List<Task<?>> waiting = new ArrayList<>();
    private long characters;
    private State state = State.OPEN;

    /** Why the writers were not given up; null if they were. */
    private @Nullable Exception held;

    private enum State {
        OPEN,
        RELEASING,
        RELEASED,
        STOPPING
    }

    /**
     * @param readers the collections there are, by name; changed by this thread alone
     */
    WriterLoop(
            Folders folders,
            Disk disk,
            NavigableMap<CollectionName, CollectionReader> readers,
            PassageAnalyzer analyzer,
            Clock clock) {
        this.folders = folders;
        this.disk = disk;
        this.readers = readers;
        this.analyzer = analyzer;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("rag-writer").daemon().unstarted(this::run);
        // Lucene may look for its codecs by this; they are in the plug-in's jar.
        thread.setContextClassLoader(WriterLoop.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /**
     * Lets a task wait for its turn.
     *
     * @throws FailureException with {@code Overloaded} if too much waits, if the collections are
     *     released, or if this is stopping
     */
    synchronized void submit(Task<?> task) {
        switch (state) {
            case OPEN -> {}
            case RELEASING, RELEASED ->
                    throw overloaded("another /rag is about to take the collections; try again");
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
     * Does what waits and closes what is open, so that somebody else may write; what comes then is
     * refused. Waits for that.
     *
     * @throws IOException if a collection could not be closed; it is released all the same
     * @throws InterruptedException if the thread that waits is interrupted; nothing is released
     *     then
     */
    synchronized void release() throws IOException, InterruptedException {
        if (state == State.OPEN) {
            held = null;
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
        if (held != null) {
            throw new IOException("a collection was not closed well", held);
        }
    }

    /** Writes again after a release. */
    synchronized void resume() {
        if (state != State.STOPPING) {
            change(State.OPEN);
        }
    }

    private void change(State next) {
        state = next;
        notifyAll();
    }

    /** Does what waits, closes what is open, then ends. Waits for that. */
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
            for (List<Task<?>> batch = next(); !batch.isEmpty(); batch = next()) {
                try {
                    work(batch);
                } catch (RuntimeException | Error e) {
                    // Even telling it has failed, for want of memory; those who wait give up in
                    // time.
                } finally {
                    release(batch);
                }
            }
            List.copyOf(writers.values()).forEach(this::close);
        } while (!isOver());
    }

    /** Whether all is over, now that no writer is open. */
    private synchronized boolean isOver() {
        if (state == State.RELEASING) {
            change(State.RELEASED);
        }
        return state == State.STOPPING && waiting.isEmpty();
    }

    private void work(List<Task<?>> batch) {
        Map<CollectionWriter, List<Task.Edit<?>>> uncommitted = new LinkedHashMap<>();
        for (Task<?> task : batch) {
            switch (task) {
                case Task.Edit<?> edit -> edit(edit, uncommitted);
                case Task.Drop drop -> {
                    commit(uncommitted);
                    drop(drop);
                }
            }
        }
        commit(uncommitted);
    }

    /** All that waits, as soon as something does; nothing if the writers are to be closed. */
    private synchronized List<Task<?>> next() {
        while (waiting.isEmpty() && (state == State.OPEN || state == State.RELEASED)) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nobody has a reason to; ending here would leave the others waiting.
                LOG.log(System.Logger.Level.WARNING, "the writer of /rag was interrupted", e);
            }
        }
        List<Task<?>> batch = waiting;
        waiting = new ArrayList<>();
        return batch;
    }

    private synchronized void release(List<Task<?>> batch) {
        batch.forEach(task -> characters -= task.weight());
    }

    private void edit(Task.Edit<?> edit, Map<CollectionWriter, List<Task.Edit<?>>> uncommitted) {
        if (edit.isGivenUp()) {
            return;
        }
        CollectionWriter writer = null;
        try {
            writer = writer(edit);
            edit.apply(writer);
            uncommitted.computeIfAbsent(writer, w -> new ArrayList<>()).add(edit);
        } catch (IOException | RuntimeException | Error e) {
            // Errors too: a damaged disk shows itself as one under mapped files, and without this
            // thread nothing is written any more.
            edit.fail(told(e, edit.collection()));
            if (writer != null && !writer.isOpen()) {
                fail(writer, uncommitted.remove(writer), e);
            }
        }
    }

    private CollectionWriter writer(Task.Edit<?> edit) throws IOException {
        CollectionName name = edit.collection();
        CollectionWriter open = writers.get(name);
        if (open != null && (edit.makes() || readers.containsKey(name))) {
            return open;
        }
        CollectionReader reader = readers.get(name);
        if (reader == null && !edit.makes()) {
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
        CollectionWriter writer =
                new CollectionWriter(
                        name,
                        folders,
                        disk,
                        reader == null ? new CollectionReader(name, folders) : reader,
                        analyzer,
                        clock);
        writers.put(name, writer);
        return writer;
    }

    private void commit(Map<CollectionWriter, List<Task.Edit<?>>> uncommitted) {
        uncommitted.forEach(
                (writer, edits) -> {
                    try {
                        writer.commit();
                        readers.putIfAbsent(writer.name(), writer.reader());
                        edits.forEach(Task.Edit::acknowledge);
                    } catch (IOException | RuntimeException | Error e) {
                        fail(writer, edits, e);
                    }
                });
        uncommitted.clear();
    }

    /** Tells those who wait, and lets the next one open the collection anew, as it is on disk. */
    private void fail(
            CollectionWriter writer, @Nullable List<Task.Edit<?>> edits, Throwable cause) {
        if (edits != null) {
            Throwable told = told(cause, writer.name());
            edits.forEach(edit -> edit.fail(told));
        }
        close(writer);
    }

    private void drop(Task.Drop drop) {
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
            drop.fail(told(e, drop.collection()));
        }
    }

    private Throwable told(Throwable cause, CollectionName collection) {
        return disk.told(cause, "collection '" + collection + "'", folders.root());
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
        held = problem instanceof Exception e ? e : new IllegalStateException(problem);
    }

    private static FailureException overloaded(String message) {
        return new FailureException(new Failure.Overloaded(message, Duration.ofSeconds(5)));
    }
}
