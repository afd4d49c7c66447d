package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.library.EmbeddingForm;
import dev.chasqui.plugins.rag.library.VectorState;
import dev.chasqui.plugins.rag.store.StoredVectors.Pending;
import dev.chasqui.plugins.rag.store.VectorFields.Fingerprint;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The thread that has vectors made for passages without one, in the background. Nothing waits for
 * it: a document is found by its words meanwhile.
 *
 * <p>It goes round the collections. In each it looks up some passages without a vector, asks the
 * model, and hands the vectors to the {@link WriterLoop} as one change. What is missing is looked
 * up in the index, so after a crash the work resumes where the last commit left it, and nothing is
 * made twice. If the model or the disk fails, it tries again after a pause that grows.
 *
 * <p>No code interrupts the thread, since an interrupt would close Lucene's files. Safe for use by
 * several threads; the fields below the thread are guarded by {@code this}.
 */
final class VectorLoop {
    private static final System.Logger LOG = System.getLogger(VectorLoop.class.getName());
    private static final int MOST_PASSAGES = 256;
    private static final long MOST_CHARACTERS = 1 << 20;
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration WRITE_DEADLINE = Duration.ofMinutes(5);
    private static final Duration STOP_DEADLINE = Duration.ofSeconds(30);

    private final VectorModel model;
    private final NavigableMap<CollectionName, CollectionReader> readers;
    private final WriterLoop writes;
    private final Map<CollectionName, VectorProgress> progress = new ConcurrentHashMap<>();
    private final Thread thread;

    private boolean awake = true;
    private boolean paused;
    private boolean stopping;
    private Cancellation calls = new Cancellation();

    /** The model's fingerprint, asked for anew after each problem. Used by the thread alone. */
    private @Nullable Fingerprint present;

    VectorLoop(
            VectorModel model,
            NavigableMap<CollectionName, CollectionReader> readers,
            WriterLoop writes) {
        this.model = model;
        this.readers = readers;
        this.writes = writes;
        this.thread = Thread.ofPlatform().name("rag-vectors").daemon().unstarted(this::run);
        // Lucene may search its codecs with this loader; they are in the plug-in's jar.
        thread.setContextClassLoader(VectorLoop.class.getClassLoader());
    }

    void start() {
        thread.start();
    }

    /** Makes the thread look for new passages. */
    synchronized void wake() {
        awake = true;
        notifyAll();
    }

    /** Ends the running calls of the model and begins no others, until {@link #resume}. */
    synchronized void pause() {
        paused = true;
        calls.cancel();
        notifyAll();
    }

    /** Goes on after a {@link #pause}. */
    synchronized void resume() {
        paused = false;
        wake();
    }

    /** Ends the thread. Waits a while for what it does. */
    void stop() {
        synchronized (this) {
            stopping = true;
            calls.cancel();
            notifyAll();
        }
        try {
            thread.join(STOP_DEADLINE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns the state of a collection's vectors. */
    VectorState state(CollectionName name, CollectionReader reader) {
        long passages = reader.info().passages();
        Map<Fingerprint, Long> counts = reader.vectors();
        VectorProgress steps = progress(name);
        long done = own(counts).map(counts::get).orElse(0L);
        long skipped = Math.min(steps.skipped(), Math.max(0, passages - done));
        return new VectorState(
                serving(counts, passages - skipped).map(Fingerprint::model),
                passages,
                done,
                skipped,
                done + skipped < passages ? steps.rate(System.nanoTime()) : 0,
                done + skipped < passages ? steps.problem() : Optional.empty());
    }

    /** Returns why a collection gets no vectors now; empty if all get theirs. */
    Optional<String> problem() {
        return progress.values().stream()
                .map(VectorProgress::problem)
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the fingerprint of the configured model that has most vectors. */
    private Optional<Fingerprint> own(Map<Fingerprint, Long> counts) {
        return counts.entrySet().stream()
                .filter(entry -> entry.getKey().model().equals(model.name()))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }

    /**
     * Returns the model whose vectors serve: the configured one if it has all passages, or no other
     * has more of them.
     */
    private Optional<Fingerprint> serving(Map<Fingerprint, Long> counts, long all) {
        Optional<Fingerprint> own = own(counts);
        long done = own.map(counts::get).orElse(0L);
        return counts.entrySet().stream()
                .filter(entry -> done < all && entry.getValue() > done)
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .or(() -> own);
    }

    private VectorProgress progress(CollectionName name) {
        return progress.computeIfAbsent(name, _ -> new VectorProgress());
    }

    private void run() {
        Duration pause = Duration.ZERO;
        while (await(pause)) {
            boolean failed = false;
            boolean more = false;
            progress.keySet().retainAll(readers.keySet());
            for (Map.Entry<CollectionName, CollectionReader> entry : readers.entrySet()) {
                if (isHalted()) {
                    break;
                }
                VectorProgress steps = progress(entry.getKey());
                try {
                    more |= round(entry.getKey(), entry.getValue(), steps);
                    steps.succeed();
                } catch (RuntimeException | Error e) {
                    failed |= !isHalted();
                    note(entry.getKey(), steps, e);
                }
            }
            if (failed) {
                present = null;
                pause = longer(pause);
            } else {
                pause = Duration.ZERO;
            }
            if (more && !failed) {
                wake();
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.isZero() ? SHORTEST_PAUSE : pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    private void note(CollectionName name, VectorProgress steps, Throwable cause) {
        if (cause instanceof FailureException e) {
            if (!(e.failure() instanceof Failure.Cancelled) || !isHalted()) {
                steps.fail("passages get no vectors now: " + e.failure().message());
            }
            return;
        }
        steps.fail("passages get no vectors now: " + cause.getClass().getSimpleName());
        LOG.log(
                System.Logger.Level.WARNING,
                "the passages of collection '" + name + "' get no vectors",
                cause);
    }

    /**
     * Makes some vectors of a collection, or ends its change to another model. Returns true if
     * there may be more to do.
     */
    private boolean round(CollectionName name, CollectionReader reader, VectorProgress steps) {
        Optional<Fingerprint> known = Optional.ofNullable(present).or(() -> own(reader.vectors()));
        List<Pending> pending = pending(reader, known, steps);
        if (pending.isEmpty()) {
            known.filter(model -> isReplacing(reader, model))
                    .ifPresent(model -> write(name, writer -> writer.keepVectors(model)));
            return false;
        }
        // The folder may be another instance's yet, and the vectors could not be written then.
        write(name, _ -> {});
        Cancellation cancellation = newCalls();
        VectorMaker maker = new VectorMaker(model.name(), model.embedderFor(name));
        if (present == null) {
            Fingerprint answered = maker.probe(cancellation);
            present = answered;
            if (known.isEmpty() || !known.get().equals(answered)) {
                pending = pending(reader, Optional.of(answered), steps);
            }
        }
        long begin = System.nanoTime();
        VectorMaker.Made made = maker.make(pending, present, cancellation);
        if (!made.vectors().isEmpty()) {
            write(name, writer -> writer.addVectors(made.vectors()));
            steps.made(begin, System.nanoTime(), made.vectors().size());
        }
        for (Pending passage : made.skipped()) {
            if (!steps.skip(PassageKey.number(passage.key()))) {
                throw new FailureException(
                        new Failure.AgentFailed(
                                "rag", "model '" + model.name() + "' refuses too many passages"));
            }
        }
        return true;
    }

    private List<Pending> pending(
            CollectionReader reader, Optional<Fingerprint> known, VectorProgress steps) {
        return reader.read(
                searcher ->
                        StoredVectors.pending(
                                searcher,
                                known,
                                steps::isSkipped,
                                EmbeddingForm.of(model.name()).beforePassage(),
                                MOST_PASSAGES,
                                MOST_CHARACTERS));
    }

    private static boolean isReplacing(CollectionReader reader, Fingerprint model) {
        Map<Fingerprint, Long> counts = reader.vectors();
        return counts.containsKey(model) && counts.size() > 1;
    }

    private void write(CollectionName name, Write write) {
        WriterTask.Edit<Boolean> task =
                new WriterTask.Edit<>(
                        name,
                        false,
                        0,
                        (writer, _) -> {
                            write.on(writer);
                            return true;
                        });
        writes.submit(task);
        var _ = task.await(WRITE_DEADLINE);
    }

    /** A change of vectors. */
    @FunctionalInterface
    private interface Write {
        void on(CollectionWriter writer) throws java.io.IOException;
    }

    private synchronized boolean isHalted() {
        return paused || stopping;
    }

    private synchronized Cancellation newCalls() {
        calls = new Cancellation();
        if (isHalted()) {
            calls.cancel();
        }
        return calls;
    }

    /**
     * Waits until there may be something to do; after a problem until a time has passed, or a part
     * of it and a document was added. Returns false if the thread is to end.
     */
    private synchronized boolean await(Duration pause) {
        long begin = System.nanoTime();
        try {
            while (!stopping) {
                long waited = System.nanoTime() - begin;
                boolean again = !pause.isZero() && waited >= pause.toNanos();
                boolean rested = pause.isZero() || waited >= SHORTEST_PAUSE.toNanos();
                if (!paused && (again || (rested && awake))) {
                    awake = false;
                    return true;
                }
                if (paused || pause.isZero()) {
                    wait();
                } else {
                    Duration until = rested ? pause : SHORTEST_PAUSE;
                    wait(Math.max(1, until.minusNanos(waited).toMillis()));
                }
            }
            return false;
        } catch (InterruptedException e) {
            // Not expected, since no code interrupts this thread.
            return false;
        }
    }
}
