package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.library.Passage;

import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.store.MMapDirectory;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a collection as of its last commit. The index is opened at its first use. Safe for use by
 * several threads.
 */
final class CollectionReader {
    private static final System.Logger LOG = System.getLogger(CollectionReader.class.getName());

    private static final SearcherFactory BM25 =
            new SearcherFactory() {
                @Override
                public IndexSearcher newSearcher(
                        IndexReader reader, @Nullable IndexReader previous) {
                    IndexSearcher searcher = new IndexSearcher(reader);
                    searcher.setSimilarity(PassageSearch.SIMILARITY);
                    return searcher;
                }
            };

    /** The most tries of a read while the index is opened anew. */
    private static final int MOST_TRIES = 10;

    private final CollectionName name;
    private final CollectionFolders folders;
    private @Nullable SearcherManager searchers;
    private boolean closed;
    private volatile boolean broken;
    private volatile @Nullable Counted counted;

    /** A read of an index. */
    @FunctionalInterface
    interface Reading<T> {
        T from(IndexSearcher searcher) throws IOException;
    }

    /** The vectors of a commit, counted by model. */
    private record Counted(Object commit, Map<VectorFields.Fingerprint, Long> vectors) {}

    CollectionReader(CollectionName name, CollectionFolders folders) {
        this.name = name;
        this.folders = folders;
    }

    /**
     * Runs a read on one commit.
     *
     * @throws FailureException with {@code AgentFailed} if the index cannot be read, with {@code
     *     NotFound} if the collection has been deleted
     */
    <T> T read(Reading<T> reading) {
        for (int tries = 1; ; tries++) {
            try {
                return readOnce(reading);
            } catch (AlreadyClosedException e) {
                // It is opened anew for another generation, or closed for good.
                if (isClosed() || tries == MOST_TRIES) {
                    throw unknown(name);
                }
            }
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private <T> T readOnce(Reading<T> reading) {
        try {
            SearcherManager manager = open();
            IndexSearcher searcher = manager.acquire();
            try {
                T result = reading.from(searcher);
                broken = false;
                return result;
            } finally {
                manager.release(searcher);
            }
        } catch (AlreadyClosedException e) {
            throw e;
        } catch (IOException | RuntimeException | InternalError e) {
            // A damaged index causes many kinds of exceptions, and under a mapped file an
            // InternalError.
            broken = true;
            throw unreadable(name, e);
        }
    }

    /** Returns true if the last read or check failed. */
    boolean isBroken() {
        return broken;
    }

    /**
     * Checks that the collection can be read, by opening its files anew and comparing their
     * checksums. A collection that has recovered is reopened by its next read. Does nothing for an
     * open collection without damage.
     */
    synchronized void check() {
        boolean before = broken;
        boolean openAndWell = searchers != null && !before;
        if (closed || openAndWell) {
            return;
        }
        try (MMapDirectory directory = new MMapDirectory(existing(folders.index(name)));
                DirectoryReader reader = DirectoryReader.open(directory)) {
            checkIntegrity(reader);
            if (before) {
                reopen();
            }
        } catch (IOException | RuntimeException | Error e) {
            broken = true;
            if (!before) {
                LOG.log(System.Logger.Level.WARNING, "collection '" + name + "' cannot be read", e);
            }
        }
    }

    /** Returns the folder if it exists. Lucene would create a missing one. */
    private static Path existing(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString());
        }
        return folder;
    }

    /** Opens the current generation at the next read. Running reads end on the one they have. */
    synchronized void reopen() throws IOException {
        if (searchers != null) {
            searchers.close();
            searchers = null;
        }
        broken = false;
    }

    CollectionInfo info() {
        return read(searcher -> CollectionInfo.ofCommit(name.value(), userData(searcher)));
    }

    private static Map<String, String> userData(IndexSearcher searcher) throws IOException {
        return ((DirectoryReader) searcher.getIndexReader()).getIndexCommit().getUserData();
    }

    /** Returns the number of vectors of each model, as of the last commit. */
    Map<VectorFields.Fingerprint, Long> vectors() {
        return read(
                searcher -> {
                    Object commit = searcher.getIndexReader();
                    Counted known = counted;
                    if (known == null || !known.commit().equals(commit)) {
                        known = new Counted(commit, StoredVectors.count(searcher));
                        counted = known;
                    }
                    return known.vectors();
                });
    }

    /**
     * Returns the format of the current generation, without opening its index.
     *
     * @throws FailureException with {@code AgentFailed} if it cannot be read
     */
    String format() {
        try (MMapDirectory directory = new MMapDirectory(existing(folders.index(name)))) {
            return IndexFormat.of(SegmentInfos.readLatestCommit(directory).getUserData());
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw unreadable(name, e);
        }
    }

    CollectionName name() {
        return name;
    }

    Optional<StoredDocument> document(String document) {
        return read(
                searcher -> {
                    Query query = new TermQuery(new Term(IndexFields.NAME, document));
                    List<Document> records = entries(searcher, query, 1, Sort.INDEXORDER);
                    return records.stream().findFirst().map(IndexFields::document);
                });
    }

    /** Returns documents in the order of their names, from the first one after a name on. */
    List<StoredDocument> documents(Optional<String> after, int most) {
        Query query =
                TermRangeQuery.newStringRange(
                        IndexFields.NAME, after.orElse(null), null, after.isEmpty(), true);
        Sort byName = new Sort(new SortField(IndexFields.NAME, SortField.Type.STRING));
        return read(
                searcher ->
                        entries(searcher, query, most, byName).stream()
                                .map(IndexFields::document)
                                .toList());
    }

    /** Returns the whole text of a document; empty if there is no such document. */
    Optional<String> text(String document) {
        return read(
                searcher -> {
                    List<Document> block = block(searcher, document, Integer.MAX_VALUE);
                    if (block.isEmpty()) {
                        return Optional.empty();
                    }
                    StringBuilder text = new StringBuilder();
                    block.stream()
                            .filter(IndexFields::isPassage)
                            .forEach(passage -> IndexFields.append(text, passage));
                    return Optional.of(text.toString());
                });
    }

    /** Returns the passages of a document whose positions are in a range, in order. */
    List<Passage> passages(String document, int first, int last) {
        Optional<StoredDocument> stored = document(document);
        if (stored.isEmpty()) {
            return List.of();
        }
        int from = Math.max(0, first);
        int until = Math.min(last, stored.get().passages() - 1);
        if (stored.get().language().isEmpty()) {
            return passagesOfFirstFormat(document, from, until);
        }
        byte[] revision = PassageKey.revision(stored.get());
        return read(
                searcher -> {
                    PassageLookup lookup = new PassageLookup(searcher);
                    List<Passage> found = new ArrayList<>();
                    for (int i = from; i <= until; i++) {
                        lookup.find(PassageKey.of(revision, i).bytes())
                                .map(entry -> IndexFields.passage(name.value(), entry, 0))
                                .ifPresent(found::add);
                    }
                    return found;
                });
    }

    private List<Passage> passagesOfFirstFormat(String document, int first, int last) {
        return read(
                searcher ->
                        block(searcher, document, Math.max(0, last) + 2).stream()
                                .filter(IndexFields::isPassage)
                                .map(entry -> IndexFields.passage(name.value(), entry, 0))
                                .skip(first)
                                .toList());
    }

    /**
     * Returns the first entries of a document, without those of vectors. A block keeps its order:
     * the record comes first, then the passages.
     */
    static List<Document> block(IndexSearcher searcher, String document, int most)
            throws IOException {
        Query query =
                new BooleanQuery.Builder()
                        .add(
                                new TermQuery(new Term(IndexFields.DOCUMENT, document)),
                                BooleanClause.Occur.FILTER)
                        .add(
                                new TermQuery(new Term(IndexFields.KIND, VectorFields.VECTOR)),
                                BooleanClause.Occur.MUST_NOT)
                        .build();
        int count = Math.max(1, Math.min(most, searcher.count(query)));
        return entries(searcher, query, count, Sort.INDEXORDER);
    }

    /** Makes the last commit visible to reads. */
    void refresh() throws IOException {
        open().maybeRefreshBlocking();
    }

    /** Closes the collection for good. Lucene's files stay open until running reads are done. */
    synchronized void close() throws IOException {
        closed = true;
        if (searchers != null) {
            searchers.close();
        }
    }

    private synchronized SearcherManager open() throws IOException {
        if (closed) {
            throw new AlreadyClosedException(name.value());
        }
        if (searchers == null) {
            searchers =
                    checked(
                            new SearcherManager(
                                    new MMapDirectory(existing(folders.index(name))), BM25));
        }
        return searchers;
    }

    /**
     * Compares all files with their checksums and returns the argument. Opening an index does not
     * compare them, and a damaged passage would be quoted as it is. Takes about a second for a
     * gigabyte.
     */
    private static SearcherManager checked(SearcherManager opened) throws IOException {
        IndexSearcher searcher = opened.acquire();
        try {
            checkIntegrity(searcher.getIndexReader());
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        } finally {
            opened.release(searcher);
        }
        return opened;
    }

    private static void checkIntegrity(IndexReader reader) throws IOException {
        for (LeafReaderContext leaf : reader.leaves()) {
            leaf.reader().checkIntegrity();
        }
    }

    private static List<Document> entries(IndexSearcher searcher, Query query, int most, Sort order)
            throws IOException {
        StoredFields stored = searcher.storedFields();
        List<Document> entries = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(query, most, order).scoreDocs) {
            entries.add(stored.document(hit.doc));
        }
        return entries;
    }

    static FailureException unknown(CollectionName name) {
        return new FailureException(
                new Failure.NotFound(
                        "collection: '" + name + "' (there is no collection of this name)"));
    }

    private static FailureException unreadable(CollectionName name, Throwable cause) {
        LOG.log(System.Logger.Level.WARNING, "collection '" + name + "' cannot be read", cause);
        return new FailureException(
                new Failure.AgentFailed(
                        "rag",
                        "collection '"
                                + name
                                + "' cannot be read ("
                                + cause.getClass().getSimpleName()
                                + "); put back a copy of its folder, or delete the collection and"
                                + " add its documents again"),
                cause);
    }
}
