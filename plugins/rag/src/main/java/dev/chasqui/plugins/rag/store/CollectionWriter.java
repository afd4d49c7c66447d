package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.PassageSpan;

import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * Writes a collection. Changes are neither visible nor on disk until {@link #commit}. Used only by
 * the thread of the {@link WriterLoop}.
 */
final class CollectionWriter {
    private final CollectionName name;
    private final CollectionFolders folders;
    private final CollectionReader reader;
    private final Indexing indexing;
    private final Clock clock;
    private final IndexWriter writer;
    private final Map<String, Optional<StoredDocument>> uncommitted = new HashMap<>();
    private boolean vectorsChanged;
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
            Indexing indexing,
            Clock clock)
            throws IOException {
        this.name = name;
        this.folders = folders;
        this.reader = reader;
        this.indexing = indexing;
        this.clock = clock;
        this.created = folders.contains(name);
        this.info = created ? reader.info() : CollectionInfo.empty(name.value(), clock.instant());
        Path index = Files.createDirectories(folders.index(name));
        IndexWriterConfig.OpenMode mode =
                created ? IndexWriterConfig.OpenMode.APPEND : IndexWriterConfig.OpenMode.CREATE;
        this.writer = new IndexWriter(disk.index(index), indexing.config(mode));
    }

    CollectionName name() {
        return name;
    }

    CollectionReader reader() {
        return reader;
    }

    /** Adds documents one after another, as {@link #add} does, and returns their receipts. */
    List<Receipt> addAll(List<Submission> submissions, BooleanSupplier givenUp) throws IOException {
        List<Receipt> receipts = new ArrayList<>();
        for (Submission submission : submissions) {
            receipts.add(add(submission, givenUp));
        }
        return receipts;
    }

    /**
     * Adds a document and replaces the one of its name. If this throws, nothing has changed.
     *
     * @param givenUp returns true if no caller waits any more; checked before each passage
     * @throws FailureException with {@code Cancelled} if {@code givenUp} returned true
     */
    Receipt add(Submission submission, BooleanSupplier givenUp) throws IOException {
        Optional<StoredDocument> old = document(submission.name());
        if (old.filter(submission::isSameAs).isPresent()) {
            return new Receipt(name.value(), old.get(), Receipt.Outcome.UNCHANGED);
        }
        Instant now = clock.instant();
        String text = submission.content().text();
        StoredDocument added = submission.stored(indexing.languages().of(text).code(), now);
        IntFunction<DocumentBlock.Part> parts =
                i -> {
                    checkNotGivenUp(givenUp);
                    PassageSpan span = submission.spans().get(i);
                    return new DocumentBlock.Part(span, text.substring(span.start(), span.end()));
                };
        writer.updateDocuments(
                new Term(IndexFields.DOCUMENT, added.name()),
                DocumentBlock.of(added, parts, old.map(this::vectors).orElse(Map.of())));
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

    /**
     * Adds the vectors of passages. Those of documents that were changed or removed meanwhile are
     * left out.
     */
    void addVectors(List<PassageVector> vectors) throws IOException {
        Map<String, List<PassageVector>> byDocument =
                vectors.stream()
                        .collect(
                                Collectors.groupingBy(
                                        vector -> vector.passage().document(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        for (Map.Entry<String, List<PassageVector>> each : byDocument.entrySet()) {
            Optional<StoredDocument> document = document(each.getKey());
            if (document.isPresent()) {
                addVectors(document.get(), each.getValue());
            }
        }
    }

    private void addVectors(StoredDocument document, List<PassageVector> vectors)
            throws IOException {
        byte[] revision = PassageKey.revision(document);
        for (PassageVector vector : vectors) {
            PassageKey key = PassageKey.of(revision, vector.passage().position());
            if (key.bytes().bytesEquals(vector.passage().key())) {
                writer.updateDocument(
                        VectorFields.identity(key, vector.model()),
                        VectorFields.entry(
                                document,
                                key,
                                vector.model(),
                                EmbeddedText.digest(vector.passage().text()),
                                vector.vector()));
                vectorsChanged = true;
            }
        }
    }

    /** Removes the vectors of all models but one. */
    void keepVectors(VectorFields.Fingerprint model) throws IOException {
        for (VectorFields.Fingerprint other : reader.vectors().keySet()) {
            if (!other.equals(model)) {
                writer.deleteDocuments(other.term());
                vectorsChanged = true;
            }
        }
    }

    /** Writes the changes to disk and makes them visible to reads. */
    void commit() throws IOException {
        if (uncommitted.isEmpty() && !vectorsChanged) {
            return;
        }
        Map<String, String> data = new HashMap<>(info.toCommit());
        IndexFormat.add(data, indexing.format());
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
        folders.makeCurrent(name);
        created = true;
        uncommitted.clear();
        vectorsChanged = false;
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

    /** Returns the vectors of a document, as of the last commit. */
    private Map<StoredVectors.Made, float[]> vectors(StoredDocument document) {
        return created ? reader.read(searcher -> StoredVectors.of(searcher, document)) : Map.of();
    }

    private static void checkNotGivenUp(BooleanSupplier givenUp) {
        if (givenUp.getAsBoolean()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }
}
