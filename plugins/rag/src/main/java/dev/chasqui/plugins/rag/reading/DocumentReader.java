package dev.chasqui.plugins.rag.reading;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads PDFs, office files, books and mail in separate processes, so that no file can harm the
 * server. A process is reused for the next document, since starting one takes longer than reading
 * most files; a process that dies or takes too long is replaced. At most three run at a time, and
 * other documents wait for a slot.
 *
 * <p>Long documents may hold all slots but one, so that a few endless ones do not block the others.
 * A document begins as a short one. If it takes longer, it takes a slot for long documents; if none
 * is free, its process is killed and the document is read again from the start once one is. A race
 * of timer, cancellation and answer decides the end of a reading: the first of them completes its
 * future, and a process that has not answered by then is killed. Safe for use by several threads.
 */
final class DocumentReader implements AutoCloseable {
    /** The most characters that a process returns of a file. */
    static final int MOST_TEXT = 16 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** The time after which a document counts as long; most take less. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private static final int MOST_PROCESSES = 3;

    private final Semaphore slots = new Semaphore(MOST_PROCESSES, true);
    private final Semaphore longSlots = new Semaphore(MOST_PROCESSES - 1, true);
    private final Deque<ReaderChild> idle = new ConcurrentLinkedDeque<>();
    private final Duration deadline;
    private final Duration shortTime;
    private final Supplier<ReaderChild> starting;
    private volatile boolean closed;

    DocumentReader() {
        this(DEADLINE, SHORT, ReaderChild::start);
    }

    /**
     * @param deadline the longest time of reading one document, and the longest wait for a slot
     * @param shortTime the time after which a document counts as long
     * @param starting starts a process
     */
    DocumentReader(Duration deadline, Duration shortTime, Supplier<ReaderChild> starting) {
        this.deadline = deadline;
        this.shortTime = shortTime;
        this.starting = starting;
    }

    /** The end of reading a document, by the event that came first. */
    private enum End {
        ANSWERED,
        CROWDED,
        LATE,
        CANCELLED
    }

    /** A held slot for a process, with a slot for a long document once the document takes long. */
    private final class Slot implements AutoCloseable {
        private boolean takesLong;
        private boolean released;

        Slot(boolean takesLong) {
            this.takesLong = takesLong;
        }

        /** Takes a slot for a long document if there is none yet; returns false if none is free. */
        synchronized boolean mayTakeLong() {
            takesLong = takesLong || (!released && longSlots.tryAcquire());
            return takesLong;
        }

        @Override
        public synchronized void close() {
            released = true;
            slots.release();
            if (takesLong) {
                longSlots.release();
            }
        }
    }

    /**
     * Returns the text of a file and what it says of itself.
     *
     * @param name the file's name, for messages
     * @param kind the kind that its name and its first bytes say
     * @throws FailureException with {@code Invalid} if it cannot be read, is encrypted, holds no
     *     text or takes too long; with {@code Overloaded} if no slot gets free in time; with {@code
     *     Cancelled} if the exchange is cancelled
     * @throws IOException if the file cannot be read
     */
    DocumentText read(String name, FileKind kind, FileBytes file, Cancellation cancellation)
            throws IOException {
        long slotDeadline = System.nanoTime() + deadline.toNanos();
        enter(slots, slotDeadline);
        Optional<DocumentText> text;
        try (Slot slot = new Slot(false)) {
            text = read(name, kind, file, cancellation, slot);
        }
        return text.isPresent()
                ? text.get()
                : readLong(name, kind, file, cancellation, slotDeadline);
    }

    private DocumentText readLong(
            String name,
            FileKind kind,
            FileBytes file,
            Cancellation cancellation,
            long slotDeadline)
            throws IOException {
        enter(longSlots, slotDeadline);
        try {
            // At least one slot is held by a short document, so the wait is short.
            enter(slots, System.nanoTime() + deadline.toNanos());
        } catch (FailureException e) {
            longSlots.release();
            throw e;
        }
        try (Slot slot = new Slot(true)) {
            return read(name, kind, file, cancellation, slot).orElseThrow();
        }
    }

    /** Ends the idle processes now, and each other process after its document. */
    @Override
    public void close() {
        closed = true;
        for (ReaderChild child = idle.poll(); child != null; child = idle.poll()) {
            child.kill();
        }
    }

    private static void enter(Semaphore slots, long slotDeadline) {
        try {
            if (!slots.tryAcquire(slotDeadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new FailureException(
                        new Failure.Overloaded(
                                "too many documents are being read; try again later",
                                Duration.ofSeconds(10)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    /**
     * Reads a document in a process. Returns its text; empty if it takes long and no slot for a
     * long document is free.
     */
    private Optional<DocumentText> read(
            String name, FileKind kind, FileBytes file, Cancellation cancellation, Slot slot)
            throws IOException {
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        ReaderChild child = child();
        CompletableFuture<End> end =
                new CompletableFuture<End>()
                        .completeOnTimeout(End.LATE, deadline.toMillis(), TimeUnit.MILLISECONDS);
        var _ = end.thenAccept(how -> killUnlessAnswered(how, child));
        CompletableFuture<End> longer =
                new CompletableFuture<End>()
                        .completeOnTimeout(
                                End.CROWDED, shortTime.toMillis(), TimeUnit.MILLISECONDS);
        var _ =
                longer.thenAccept(
                        how -> {
                            if (!slot.mayTakeLong()) {
                                end.complete(how);
                            }
                        });
        try (Cancellation.Registration _ =
                cancellation.onCancel(() -> end.complete(End.CANCELLED))) {
            var answer = child.read(kind, file);
            end.complete(End.ANSWERED);
            return switch (end.join()) {
                case CANCELLED -> throw new FailureException(new Failure.Cancelled());
                case CROWDED -> Optional.empty();
                case LATE ->
                        throw unreadable(
                                name, kind, "it takes more than " + deadline.toSeconds() + " s");
                case ANSWERED ->
                        Optional.of(
                                text(
                                        name,
                                        kind,
                                        answer.orElseThrow(
                                                () -> unreadable(name, kind, why(child)))));
            };
        } finally {
            longer.cancel(false);
            end.complete(End.ANSWERED);
            giveBack(child, end.join());
        }
    }

    /** Returns the reason why a process ended over a document. */
    private static String why(ReaderChild child) {
        try {
            return child.ranOutOfMemory()
                    ? "it needs too much memory"
                    : "the process that read it ended";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private ReaderChild child() {
        for (ReaderChild child = idle.poll(); child != null; child = idle.poll()) {
            if (child.isReusable()) {
                return child;
            }
            child.kill();
        }
        return starting.get();
    }

    private void giveBack(ReaderChild child, End end) {
        if (end == End.ANSWERED && child.isReusable()) {
            idle.push(child);
        } else {
            child.kill();
        }
        if (closed) {
            close();
        }
    }

    private static void killUnlessAnswered(End end, ReaderChild child) {
        if (end != End.ANSWERED) {
            child.kill();
        }
    }

    private static DocumentText text(String name, FileKind kind, ReaderChild.Answer answer) {
        return switch (answer) {
            case ReaderChild.Answer.Done(DocumentText text) -> text;
            case ReaderChild.Answer.Refused(ReadOutcome outcome) ->
                    throw unreadable(name, kind, outcome.meaning());
        };
    }

    private static FailureException unreadable(String name, FileKind kind, String why) {
        return FileReader.unreadable(name, "cannot be read as " + kind.title() + "; " + why);
    }
}
