package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes a collection. Changes are neither visible nor on disk until {@link #commit}. Used only by
 * the thread of the {@link WriterLoop}.
 */
final class CollectionWriter {
    private final CollectionName name;
    private final CollectionFolders folders;
    private final CollectionReader reader;
    private final Clock clock;
    private final IndexWriter writer;
    private final Map<String, Optional<StoredDocument>> uncommitted = new HashMap<>();
    private boolean created;
    private CollectionInfo info;

    /**
     * Opens the index, or creates one.
     *
     * @param reader the reader of the same collection
     */
    CollectionWriter(
            CollectionName name,
            CollectionFolders folders,
            Disk disk,
            CollectionReader reader,
            Analyzer analyzer,
            Clock clock)
            throws IOException {
        this.name = name;
        this.folders = folders;
        this.reader = reader;
        this.clock = clock;
        this.created = folders.contains(name);
        this.info = created ? reader.info() : CollectionInfo.empty(name.value(), clock.instant());
        Path index = Files.createDirectories(folders.index(name));
        IndexWriterConfig config =
                new IndexWriterConfig(analyzer)
                        .setOpenMode(
                                created
                                        ? IndexWriterConfig.OpenMode.APPEND
                                        : IndexWriterConfig.OpenMode.CREATE)
                        .setCommitOnClose(false);
        this.writer = new IndexWriter(disk.index(index), config);
    }

    CollectionName name() {
        return name;
    }

    CollectionReader reader() {
        return reader;
    }

    /**
     * Adds a document and replaces the one of its name. If this throws, nothing has changed.
     *
     * @param givenUp returns true if no caller waits any more; checked before each passage
     * @throws FailureException with {@code Cancelled} if {@code givenUp} returned true
     */
    Receipt add(Submission submission, BooleanSupplier givenUp) throws IOException {
        Optional<StoredDocument> old = document(submission.name());
        if (old.isPresent() && old.get().version().equals(submission.version())) {
            return new Receipt(name.value(), old.get(), Receipt.Outcome.UNCHANGED);
        }
        Instant now = clock.instant();
        StoredDocument added =
                new StoredDocument(
                        submission.name(),
                        submission.version(),
                        submission.content().kind().label(),
                        submission.spans().size(),
                        submission.bytes(),
                        now);
        writer.updateDocuments(
                new Term(IndexFields.DOCUMENT, added.name()), block(added, submission, givenUp));
        uncommitted.put(added.name(), Optional.of(added));
        info = without(old, now).plus(added, now);
        return new Receipt(
                name.value(),
                added,
                old.isPresent() ? Receipt.Outcome.REPLACED : Receipt.Outcome.NEW);
    }

    /**
     * Removes a document.
     *
     * @throws FailureException with {@code NotFound} if there is no such document
     */
    StoredDocument remove(String document) throws IOException {
        StoredDocument old = document(document).orElseThrow(() -> unknown(name, document));
        writer.deleteDocuments(new Term(IndexFields.DOCUMENT, document));
        uncommitted.put(document, Optional.empty());
        info = without(Optional.of(old), clock.instant());
        return old;
    }

    /** Writes the changes to disk and makes them visible to reads. */
    void commit() throws IOException {
        if (uncommitted.isEmpty()) {
            return;
        }
        writer.setLiveCommitData(info.toCommit().entrySet());
        writer.commit();
        folders.makeCurrent(name);
        created = true;
        uncommitted.clear();
        reader.refresh();
    }

    /**
     * Returns true if the index can still be written. Lucene closes it after some failures; it must
     * be opened anew then.
     */
    boolean isOpen() {
        return writer.isOpen();
    }

    /** Closes the index and drops uncommitted changes. */
    void close() throws IOException {
        writer.rollback();
    }

    static FailureException unknown(CollectionName collection, String document) {
        return new FailureException(
                new Failure.NotFound(
                        "document: '"
                                + document
                                + "' (there is no document of this name in collection '"
                                + collection
                                + "')"));
    }

    private CollectionInfo without(Optional<StoredDocument> old, Instant now) {
        return old.map(document -> info.minus(document, now)).orElse(info);
    }

    private Optional<StoredDocument> document(String document) {
        Optional<StoredDocument> changed = uncommitted.get(document);
        if (changed != null) {
            return changed;
        }
        return created ? reader.document(document) : Optional.empty();
    }

    /**
     * Returns the entries of a document. Each is created when it is indexed, so that no second copy
     * of the text is in memory.
     */
    private static Iterable<Document> block(
            StoredDocument document, Submission submission, BooleanSupplier givenUp) {
        String text = submission.content().text();
        return () ->
                Stream.concat(
                                Stream.of(IndexFields.record(document)),
                                IntStream.range(0, submission.spans().size())
                                        .mapToObj(
                                                i -> {
                                                    checkNotGivenUp(givenUp);
                                                    return IndexFields.passage(
                                                            document.name(),
                                                            i,
                                                            text,
                                                            submission.spans().get(i));
                                                }))
                        .iterator();
    }

    private static void checkNotGivenUp(BooleanSupplier givenUp) {
        if (givenUp.getAsBoolean()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }
}
