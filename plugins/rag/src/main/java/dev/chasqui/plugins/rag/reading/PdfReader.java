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
 * Reads PDFs in processes of their own, so that none can harm the server. A process is used again
 * for the next document, since starting one takes longer than reading most PDFs; one that dies or
 * takes too long is replaced. A few run at a time, other documents wait.
 *
 * <p>Documents that take long may have all places but one, so that a few which paint themselves
 * without end do not keep the others waiting. One that turns out to take long while others do is
 * read anew when these are done. Safe for many threads.
 */
final class PdfReader implements AutoCloseable {
    /** The most characters that the text of a PDF may have. */
    static final int MOST_TEXT = 16 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(60);

    /** Most PDFs are read in less. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private static final int MOST_PROCESSES = 3;

    private final Semaphore places = new Semaphore(MOST_PROCESSES, true);
    private final Semaphore longPlaces = new Semaphore(MOST_PROCESSES - 1, true);
    private final Deque<PdfChild> idle = new ConcurrentLinkedDeque<>();
    private final Duration deadline;
    private final Duration shortTime;
    private final Supplier<PdfChild> starting;
    private volatile boolean closed;

    PdfReader() {
        this(DEADLINE, SHORT, PdfChild::start);
    }

    /**
     * @param deadline how long one PDF may take, and how long it waits for a place
     * @param shortTime how long one may take before it counts as long
     * @param starting starts a process
     */
    PdfReader(Duration deadline, Duration shortTime, Supplier<PdfChild> starting) {
        this.deadline = deadline;
        this.shortTime = shortTime;
        this.starting = starting;
    }

    /** How the reading of a document ended, whichever came first. */
    private enum End {
        SAID,
        CROWDED,
        LATE,
        CANCELLED
    }

    /** A place among the processes, and one among the long documents once it takes long. */
    private final class Place implements AutoCloseable {
        private boolean takesLong;
        private boolean left;

        Place(boolean takesLong) {
            this.takesLong = takesLong;
        }

        /** Whether the document may take long; asked when it does. */
        synchronized boolean mayTakeLong() {
            takesLong = takesLong || (!left && longPlaces.tryAcquire());
            return takesLong;
        }

        @Override
        public synchronized void close() {
            left = true;
            places.release();
            if (takesLong) {
                longPlaces.release();
            }
        }
    }

    /**
     * The text of a PDF, a form feed after each page.
     *
     * @param name the file's, for messages
     * @throws FailureException with {@code Invalid} if it cannot be read, is encrypted, holds no
     *     text or takes too long; with {@code Overloaded} if too many are being read; with {@code
     *     Cancelled} if it is given up
     * @throws IOException if the file is not there any more
     */
    String read(String name, Source file, Cancellation cancellation) throws IOException {
        long patience = System.nanoTime() + deadline.toNanos();
        enter(places, patience);
        Optional<String> text;
        try (Place place = new Place(false)) {
            text = read(name, file, cancellation, place);
        }
        return text.isPresent() ? text.get() : readLong(name, file, cancellation, patience);
    }

    private String readLong(String name, Source file, Cancellation cancellation, long patience)
            throws IOException {
        enter(longPlaces, patience);
        try {
            // Of those who hold a place, one at least does so for a short time.
            enter(places, System.nanoTime() + deadline.toNanos());
        } catch (FailureException e) {
            longPlaces.release();
            throw e;
        }
        try (Place place = new Place(true)) {
            return read(name, file, cancellation, place).orElseThrow();
        }
    }

    /** Ends the processes that wait for a document, and the others once they are done. */
    @Override
    public void close() {
        closed = true;
        for (PdfChild child = idle.poll(); child != null; child = idle.poll()) {
            child.kill();
        }
    }

    private static void enter(Semaphore places, long patience) {
        try {
            if (!places.tryAcquire(patience - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                throw new FailureException(
                        new Failure.Overloaded(
                                "too many PDFs are being read; try again later",
                                Duration.ofSeconds(10)));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    /** The text; empty if the document takes long where it may not. */
    private Optional<String> read(String name, Source file, Cancellation cancellation, Place place)
            throws IOException {
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        PdfChild child = child();
        CompletableFuture<End> end =
                new CompletableFuture<End>()
                        .completeOnTimeout(End.LATE, deadline.toMillis(), TimeUnit.MILLISECONDS);
        var _ = end.thenAccept(how -> killUnlessSaid(how, child));
        CompletableFuture<End> longer =
                new CompletableFuture<End>()
                        .completeOnTimeout(
                                End.CROWDED, shortTime.toMillis(), TimeUnit.MILLISECONDS);
        var _ =
                longer.thenAccept(
                        how -> {
                            if (!place.mayTakeLong()) {
                                end.complete(how);
                            }
                        });
        try (Cancellation.Registration _ =
                cancellation.onCancel(() -> end.complete(End.CANCELLED))) {
            var answer = child.read(file);
            end.complete(End.SAID);
            return switch (end.join()) {
                case CANCELLED -> throw new FailureException(new Failure.Cancelled());
                case CROWDED -> Optional.empty();
                case LATE ->
                        throw unreadable(name, "it takes more than " + deadline.toSeconds() + " s");
                case SAID ->
                        Optional.of(
                                text(name, answer.orElseThrow(() -> unreadable(name, why(child)))));
            };
        } finally {
            longer.cancel(false);
            end.complete(End.SAID);
            giveBack(child, end.join());
        }
    }

    /** Why a process ended over a document. */
    private static String why(PdfChild child) {
        try {
            return child.ranOutOfMemory()
                    ? "it needs too much memory"
                    : "the process that read it ended";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private PdfChild child() {
        for (PdfChild child = idle.poll(); child != null; child = idle.poll()) {
            if (child.isFit()) {
                return child;
            }
            child.kill();
        }
        return starting.get();
    }

    private void giveBack(PdfChild child, End end) {
        if (end == End.SAID && child.isFit()) {
            idle.push(child);
        } else {
            child.kill();
        }
        if (closed) {
            close();
        }
    }

    private static void killUnlessSaid(End end, PdfChild child) {
        if (end != End.SAID) {
            child.kill();
        }
    }

    private static String text(String name, PdfChild.Answer answer) {
        if (answer.outcome() != PdfOutcome.DONE) {
            throw FileReader.unreadable(name, answer.outcome().meaning());
        }
        return answer.text();
    }

    private static FailureException unreadable(String name, String why) {
        return FileReader.unreadable(name, "cannot be read as PDF; " + why);
    }
}
