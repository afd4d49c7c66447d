package dev.chasqui.plugins.rag.reading;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.IOException;
import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Reads PDFs in processes of their own, so that none can harm the server. A process is used again
 * for the next document, since starting one takes longer than reading most PDFs; one that dies or
 * takes too long is replaced. A few run at a time, other documents wait. Safe for many threads.
 */
final class PdfReader implements AutoCloseable {
    /** The most characters that the text of a PDF may have. */
    static final int MOST_TEXT = 16 << 20;

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int MOST_PROCESSES = 2;

    private final Semaphore places = new Semaphore(MOST_PROCESSES, true);
    private final Deque<PdfChild> idle = new ConcurrentLinkedDeque<>();
    private final Duration deadline;
    private final Supplier<PdfChild> starting;
    private volatile boolean closed;

    PdfReader() {
        this(DEADLINE, PdfChild::start);
    }

    /**
     * @param deadline how long one PDF may take, and how long one waits for a place
     * @param starting starts a process
     */
    PdfReader(Duration deadline, Supplier<PdfChild> starting) {
        this.deadline = deadline;
        this.starting = starting;
    }

    /** How the reading of a document ended, whichever came first. */
    private enum End {
        SAID,
        LATE,
        CANCELLED
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
        if (!enter()) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "too many PDFs are being read; try again later",
                            Duration.ofSeconds(10)));
        }
        try {
            return readNow(name, file, cancellation);
        } finally {
            places.release();
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

    private boolean enter() {
        try {
            return places.tryAcquire(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailureException(new Failure.Cancelled(), e);
        }
    }

    private String readNow(String name, Source file, Cancellation cancellation) throws IOException {
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
        PdfChild child = child();
        CompletableFuture<End> end =
                new CompletableFuture<End>()
                        .completeOnTimeout(End.LATE, deadline.toMillis(), TimeUnit.MILLISECONDS);
        var _ = end.thenAccept(how -> killUnlessSaid(how, child));
        try (Cancellation.Registration _ =
                cancellation.onCancel(() -> end.complete(End.CANCELLED))) {
            var answer = child.read(file);
            end.complete(End.SAID);
            return switch (end.join()) {
                case CANCELLED -> throw new FailureException(new Failure.Cancelled());
                case LATE ->
                        throw unreadable(name, "it takes more than " + deadline.toSeconds() + " s");
                case SAID ->
                        text(
                                name,
                                answer.orElseThrow(
                                        () -> unreadable(name, "it needs too much memory")));
            };
        } finally {
            end.complete(End.SAID);
            giveBack(child, end.join());
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
