package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.health.Health;
import dev.chasqui.plugins.rag.library.Hits;
import dev.chasqui.plugins.rag.library.IndexQuery;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.VectorState;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The collections of documents in a folder. Only one instance may have a folder open, besides those
 * that were {@linkplain #release released}.
 *
 * <p>When a method that changes something returns, the change is on disk and searchable, and a
 * crash does not lose it. Safe for use by several threads.
 */
public final class Collections implements Library, AutoCloseable {
    /** The longest time of a change, with its wait for the changes before it. */
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    /** Lucene's logger, held so that it is not collected together with the level set on it. */
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private final ConcurrentSkipListMap<CollectionName, CollectionReader> readers;
    private final PassageSearch search;
    private final WriterLoop loop;
    private final DamageCheck checkup;
    private final Optional<VectorLoop> vectors;

    private Collections(
            ConcurrentSkipListMap<CollectionName, CollectionReader> readers,
            PassageSearch search,
            WriterLoop loop,
            DamageCheck checkup,
            Optional<VectorLoop> vectors) {
        this.readers = readers;
        this.search = search;
        this.loop = loop;
        this.checkup = checkup;
        this.vectors = vectors;
    }

    /**
     * Opens the collections of a folder. Nothing is written before the first document is added.
     *
     * @param data the plug-in's folder
     * @param model the model that makes vectors; empty to search by words alone
     * @param languages the codes of the documents' languages; none for all that have an analyzer
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static Collections open(Path data, Optional<VectorModel> model, List<String> languages) {
        return open(data, new Disk(), model, languages);
    }

    /** Opens the collections of a folder without vectors, with documents in any language. */
    public static Collections open(Path data) {
        return open(data, new Disk());
    }

    static Collections open(Path data, Disk disk) {
        return open(data, disk, Optional.empty(), List.of());
    }

    static Collections open(
            Path data, Disk disk, Optional<VectorModel> model, List<String> languages) {
        // Lucene would recommend a JVM option for vector search, which is not used here.
        VECTORS.setLevel(Level.SEVERE);
        CollectionFolders folders = new CollectionFolders(data);
        ConcurrentSkipListMap<CollectionName, CollectionReader> readers =
                new ConcurrentSkipListMap<>();
        try {
            folders.sweep().forEach(name -> readers.put(name, new CollectionReader(name, folders)));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the collections cannot be read", e);
        }
        PassageAnalyzer analyzer = new PassageAnalyzer();
        Indexing indexing = new Indexing(analyzer, Languages.of(languages));
        WriterLoop loop =
                new WriterLoop(folders, disk, readers, indexing, Clock.tickSeconds(ZoneOffset.UTC));
        loop.start();
        Optional<VectorLoop> vectors = model.map(made -> new VectorLoop(made, readers, loop));
        DamageCheck checkup =
                new DamageCheck(
                        readers.values(),
                        reader -> loop.renew(reader, () -> vectors.ifPresent(VectorLoop::wake)));
        checkup.start();
        vectors.ifPresent(VectorLoop::start);
        return new Collections(readers, new PassageSearch(analyzer), loop, checkup, vectors);
    }

    @Override
    public SortedSet<String> collections() {
        return readers.keySet().stream()
                .map(CollectionName::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns true if config names a model that makes vectors. */
    public boolean makesVectors() {
        return vectors.isPresent();
    }

    @Override
    public VectorState vectors(String collection) {
        CollectionReader reader = named(collection);
        return vectors.map(loop -> loop.state(new CollectionName(collection), reader))
                .orElseGet(() -> VectorState.none(reader.info().passages()));
    }

    @Override
    public Hits search(String collection, IndexQuery query) {
        Optional<VectorFields.Fingerprint> model =
                query.vector()
                        .flatMap(
                                vector ->
                                        vectors(collection)
                                                .model()
                                                .map(
                                                        name ->
                                                                new VectorFields.Fingerprint(
                                                                        name, vector.length)));
        return named(collection)
                .read(
                        searcher ->
                                new Hits(
                                        search.find(
                                                searcher,
                                                collection,
                                                query.text(),
                                                query.filter(),
                                                query.depth()),
                                        model.isEmpty()
                                                ? List.of()
                                                : VectorSearch.find(
                                                        searcher,
                                                        collection,
                                                        model.get(),
                                                        query.vector().orElseThrow(),
                                                        query.filter(),
                                                        query.depth())));
    }

    @Override
    public List<Passage> passages(String collection, String document, int first, int last) {
        return named(collection).passages(document, first, last);
    }

    @Override
    public List<Passage> search(String collection, String question, int most) {
        int depth = IndexQuery.words(question, most).depth();
        return named(collection)
                .read(searcher -> search.distinct(searcher, collection, question, depth));
    }

    /** Returns the reader of a collection that a question names. */
    private CollectionReader named(String collection) {
        CollectionReader reader = readers.get(new CollectionName(collection));
        if (reader == null) {
            throw new FailureException(new Failure.Invalid("collection", noCollection(collection)));
        }
        return reader;
    }

    private String noCollection(String name) {
        return "collection: '"
                + name
                + "' (expected: "
                + (readers.isEmpty()
                        ? "one with documents; there is none yet, add some first"
                        : "one of " + String.join(", ", collections()))
                + ")";
    }

    /**
     * Returns the figures of a collection.
     *
     * @throws FailureException with {@code NotFound} if there is no such collection, with {@code
     *     AgentFailed} if its index cannot be read
     */
    public CollectionInfo info(CollectionName collection) {
        return reader(collection).info();
    }

    /**
     * Returns documents in the order of their names.
     *
     * @param after the name after which they begin; if it is empty, they begin with the first
     * @param most the most documents to return
     * @throws FailureException as {@link #info}
     */
    public List<StoredDocument> documents(
            CollectionName collection, Optional<String> after, int most) {
        return reader(collection).documents(after, most);
    }

    /**
     * Returns a document without its text; empty if there is no such document or collection.
     *
     * @throws FailureException with {@code AgentFailed} if the index cannot be read
     */
    public Optional<StoredDocument> document(CollectionName collection, String name) {
        return Optional.ofNullable(readers.get(collection))
                .flatMap(reader -> reader.document(name));
    }

    /**
     * Returns the whole text of a document.
     *
     * @throws FailureException with {@code NotFound} if there is no such document, else as {@link
     *     #info}
     */
    public String text(CollectionName collection, String name) {
        return reader(collection)
                .text(name)
                .orElseThrow(() -> CollectionWriter.unknown(collection, name));
    }

    /**
     * Adds a document and replaces the one of its name, which stays searchable until then. Creates
     * the collection if there is none. Does nothing if the collection holds this version already.
     *
     * @param cancellation ends the wait; the document may be added all the same
     * @throws FailureException with {@code Overloaded} if too many changes wait, if they take too
     *     long or if the collections are released, with {@code Invalid} if there are too many
     *     collections, with {@code Cancelled} if {@code cancellation} fires, with {@code DiskFull}
     *     if the disk is full, or with {@code AgentFailed} if writing fails for another reason
     */
    public Receipt add(
            CollectionName collection, Submission submission, Cancellation cancellation) {
        return addAll(collection, List.of(submission), cancellation).getFirst();
    }

    /**
     * Adds several documents with one commit, as {@link #add} does each. If it throws, some of them
     * may be added all the same.
     *
     * @return the receipt of each, in order
     */
    public List<Receipt> addAll(
            CollectionName collection, List<Submission> submissions, Cancellation cancellation) {
        if (submissions.isEmpty()) {
            return List.of();
        }
        long characters =
                submissions.stream().mapToLong(each -> each.content().text().length()).sum();
        List<Receipt> receipts =
                await(
                        new WriterTask.Edit<>(
                                collection,
                                true,
                                characters,
                                (writer, task) -> writer.addAll(submissions, task::isGivenUp)),
                        cancellation);
        vectors.ifPresent(VectorLoop::wake);
        return receipts;
    }

    /**
     * Removes a document and returns its description.
     *
     * @throws FailureException with {@code NotFound} if there is no such document or collection,
     *     else as {@link #add}
     */
    public StoredDocument remove(
            CollectionName collection, String document, Cancellation cancellation) {
        return await(
                new WriterTask.Edit<>(collection, false, 0, (writer, _) -> writer.remove(document)),
                cancellation);
    }

    /** Removes a document if it is there; else as {@link #remove}. */
    public void removeIfThere(
            CollectionName collection, String document, Cancellation cancellation) {
        try {
            var _ = remove(collection, document, cancellation);
        } catch (FailureException e) {
            if (!(e.failure() instanceof Failure.NotFound)) {
                throw e;
            }
        }
    }

    /**
     * Deletes a collection, even one that cannot be read.
     *
     * @throws FailureException with {@code NotFound} if there is no such collection, else as {@link
     *     #add}
     */
    public void remove(CollectionName collection, Cancellation cancellation) {
        await(new WriterTask.Drop(collection), cancellation);
    }

    /**
     * Returns the health: down while a collection is known that cannot be read. While vectors
     * cannot be made, it is up and says why, since words alone serve.
     */
    public Health health() {
        Optional<String> noVectors = vectors.flatMap(VectorLoop::problem);
        return CollectionHealth.of(readers, noVectors, checkup);
    }

    /**
     * Finishes the waiting changes and gives the folder up, so that another instance may change the
     * collections. Existing collections can be read until this is closed; further changes are
     * refused with {@code Overloaded}.
     *
     * @throws IllegalStateException if a collection could not be closed properly; or if the thread
     *     is interrupted, in which case nothing is released
     */
    public void release() {
        vectors.ifPresent(VectorLoop::pause);
        try {
            loop.release();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            vectors.ifPresent(VectorLoop::resume);
            throw new IllegalStateException("the changes that wait take too long", e);
        }
    }

    /** Takes the released folder back. No other instance may change the collections from now on. */
    public void resume() {
        try {
            for (CollectionReader reader : readers.values()) {
                // Another instance may have put a new generation in the place of the one in use.
                reader.reopen();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the collections cannot be opened again", e);
        }
        loop.resume();
        vectors.ifPresent(VectorLoop::resume);
    }

    /**
     * Finishes the waiting changes and gives the folder up.
     *
     * @throws UncheckedIOException if a collection cannot be closed
     */
    @Override
    public void close() {
        vectors.ifPresent(VectorLoop::stop);
        checkup.stop();
        loop.stop();
        try {
            for (CollectionReader reader : readers.values()) {
                reader.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the collections were not closed well", e);
        }
    }

    private CollectionReader reader(CollectionName collection) {
        CollectionReader reader = readers.get(collection);
        if (reader == null) {
            throw unknown(collection);
        }
        return reader;
    }

    /** Returns the failure of a call that names a collection which is not there. */
    public static FailureException unknown(CollectionName collection) {
        return CollectionReader.unknown(collection);
    }

    private <T> T await(WriterTask<T> task, Cancellation cancellation) {
        loop.submit(task);
        try (Cancellation.Registration _ = cancellation.onCancel(task::giveUp)) {
            return task.await(DEADLINE);
        }
    }
}
