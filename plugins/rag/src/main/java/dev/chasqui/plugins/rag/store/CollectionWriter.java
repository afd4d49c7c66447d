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
 * A collection to be written. What is added or removed is neither seen nor on disk until {@link
 * #commit}. Used by the {@link WriterLoop}'s thread alone.
 */
final class CollectionWriter {
    private final CollectionName name;
    private final Folders folders;
    private final CollectionReader reader;
    private final Clock clock;
    private final IndexWriter writer;
    private final Map<String, Optional<StoredDocument>> uncommitted = new HashMap<>();
    private boolean made;
    private CollectionInfo info;

    /**
     * Opens the index, or makes one.
     *
     * @param reader the same collection, to be read
     */
    CollectionWriter(
            CollectionName name,
            Folders folders,
            Disk disk,
            CollectionReader reader,
            Analyzer analyzer,
            Clock clock)
            throws IOException {
        this.name = name;
        this.folders = folders;
        this.reader = reader;
        this.clock = clock;
        this.made = folders.holds(name);
        this.info = made ? reader.info() : CollectionInfo.empty(name.value(), clock.instant());
        Path index = Files.createDirectories(folders.index(name));
        IndexWriterConfig config =
                new IndexWriterConfig(analyzer)
                        .setOpenMode(
                                made
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
     * Adds a document in place of the one of its name; all of it, or nothing if this throws.
     *
     * @param givenUp asked for each passage: whether nobody wants it any more
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
                new Term(Fields.DOCUMENT, added.name()), block(added, submission, givenUp));
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
     * @throws FailureException with {@code NotFound} if it is not there
     */
    StoredDocument remove(String document) throws IOException {
        StoredDocument old = document(document).orElseThrow(() -> unknown(name, document));
        writer.deleteDocuments(new Term(Fields.DOCUMENT, document));
        uncommitted.put(document, Optional.empty());
        info = without(Optional.of(old), clock.instant());
        return old;
    }

    /** Puts what was changed on disk and lets readers see it. */
    void commit() throws IOException {
        if (uncommitted.isEmpty()) {
            return;
        }
        writer.setLiveCommitData(info.toCommit().entrySet());
        writer.commit();
        folders.makeCurrent(name);
        made = true;
        uncommitted.clear();
        reader.refresh();
    }

    /** Whether it can be written still; after some failures it cannot, and is to be opened anew. */
    boolean isOpen() {
        return writer.isOpen();
    }

    /** Closes it without what was not committed. */
    void close() throws IOException {
        writer.rollback();
    }

    static FailureException unknown(CollectionName collection, String document) {
        return new FailureException(
                new Failure.NotFound(
                        "document: '"
                                + document
                                + "' (there is none of this name in collection '"
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
        return made ? reader.document(document) : Optional.empty();
    }

    /** Made while it is indexed, one passage at a time, so that no second copy is in memory. */
    private static Iterable<Document> block(
            StoredDocument document, Submission submission, BooleanSupplier givenUp) {
        String text = submission.content().text();
        return () ->
                Stream.concat(
                                Stream.of(Fields.record(document)),
                                IntStream.range(0, submission.spans().size())
                                        .mapToObj(
                                                i -> {
                                                    checkWanted(givenUp);
                                                    return Fields.passage(
                                                            document.name(),
                                                            i,
                                                            text,
                                                            submission.spans().get(i));
                                                }))
                        .iterator();
    }

    private static void checkWanted(BooleanSupplier givenUp) {
        if (givenUp.getAsBoolean()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }
}
