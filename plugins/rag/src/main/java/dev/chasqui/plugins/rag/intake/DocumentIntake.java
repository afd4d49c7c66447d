package dev.chasqui.plugins.rag.intake;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.DocumentText;
import dev.chasqui.plugins.rag.reading.FileReader;
import dev.chasqui.plugins.rag.reading.Upload;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;
import dev.chasqui.plugins.rag.store.Receipt;
import dev.chasqui.plugins.rag.store.StoredDocument;
import dev.chasqui.plugins.rag.store.Submission;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads files and adds them to collections, within a bound of memory for all of them together. Safe
 * for use by several threads.
 */
public final class DocumentIntake implements AutoCloseable {
    /** The largest accepted file, in bytes. */
    public static final long LARGEST = 64L << 20;

    private final Collections store;
    private final DocumentMemory memory = new DocumentMemory();
    private final FileReader reader = new FileReader();

    /** Makes an intake into these collections, which stay the caller's. */
    public DocumentIntake(Collections store) {
        this.store = store;
    }

    /** A file that has been read and can be added. It holds memory until it is closed. */
    public static final class Prepared implements AutoCloseable {
        private final Supplier<Receipt> adding;
        private final Optional<DocumentMemory.Lease> lease;

        private Prepared(Supplier<Receipt> adding, Optional<DocumentMemory.Lease> lease) {
            this.adding = adding;
            this.lease = lease;
        }

        /** Adds the file; throws as {@link Collections#add} does. */
        public Receipt add() {
            return adding.get();
        }

        @Override
        public void close() {
            lease.ifPresent(DocumentMemory.Lease::close);
        }
    }

    /** Returns the memory that all documents share. */
    public DocumentMemory memory() {
        return memory;
    }

    /**
     * Reads a file. One whose version the collection holds already, with these facts, is not read.
     *
     * @param facts the facts that its sender states
     * @param cancellation ends the reading and later the adding
     * @throws FailureException with {@code Invalid} if its name or content cannot be accepted, with
     *     {@code TooLarge} or {@code Overloaded} if there is no memory for it, with {@code
     *     Cancelled} if {@code cancellation} fires
     */
    public Prepared prepare(
            CollectionName collection,
            Upload upload,
            DocumentFacts facts,
            Cancellation cancellation) {
        Submission.checkName(upload.name());
        String version = Submission.versionOf(upload.bytes());
        Optional<StoredDocument> stored =
                store.document(collection, upload.name())
                        .filter(document -> document.version().equals(version))
                        .filter(facts::areOf);
        if (stored.isPresent()) {
            Receipt receipt =
                    new Receipt(collection.value(), stored.get(), Receipt.Outcome.UNCHANGED);
            return new Prepared(() -> receipt, Optional.empty());
        }
        DocumentMemory.Lease lease = memory.reserve(reader.memory(upload), upload.name());
        try {
            DocumentText content = reader.read(upload, cancellation);
            Submission submission = facts.on(Submission.of(upload, version, content));
            lease.shrinkTo((long) Character.BYTES * content.text().length());
            return new Prepared(
                    () -> store.add(collection, submission, cancellation), Optional.of(lease));
        } catch (RuntimeException | Error e) {
            lease.close();
            throw e;
        }
    }

    /**
     * Refuses a document that is too large.
     *
     * @throws FailureException with {@code TooLarge} if it is longer than {@link #LARGEST}
     */
    public static void check(String name, long length) {
        if (length > LARGEST) {
            throw new FailureException(
                    new Failure.TooLarge(
                            name
                                    + ": is too large (expected: at most "
                                    + (LARGEST >> 20)
                                    + " MiB); split it"));
        }
    }

    /** Ends the processes that read files. */
    @Override
    public void close() {
        reader.close();
    }
}
