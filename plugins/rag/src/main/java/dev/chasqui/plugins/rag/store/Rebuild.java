package dev.chasqui.plugins.rag.store;

import org.apache.lucene.document.Document;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.Lock;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rebuilds an index of an older format from its own text and vectors, in the folder of the next
 * generation. The old one serves until the new one is complete and takes its place, and a crash in
 * between leaves it as it was. Used only by the thread of the {@link WriterLoop}.
 */
final class Rebuild {
    private static final System.Logger LOG = System.getLogger(Rebuild.class.getName());
    private static final int PAGE = 100;
    private static final int LANGUAGE_SAMPLE = 20_000;

    private final CollectionName name;
    private final CollectionReader reader;
    private final Indexing indexing;

    private Rebuild(CollectionName name, CollectionReader reader, Indexing indexing) {
        this.name = name;
        this.reader = reader;
        this.indexing = indexing;
    }

    /**
     * Rebuilds a collection, if it needs it.
     *
     * @param reader the reader of the collection, which then reads the new index
     * @throws IOException if another instance has the collection open, or the disk fails
     */
    static void ifOutdated(
            CollectionName name,
            CollectionFolders folders,
            Disk disk,
            CollectionReader reader,
            Indexing indexing)
            throws IOException {
        if (reader.format().equals(indexing.format())) {
            return;
        }
        try (Directory old = disk.index(folders.index(name));
                Lock _ = old.obtainLock(IndexWriter.WRITE_LOCK_NAME)) {
            // Another instance may have rebuilt it before it gave the collection up.
            reader.reopen();
            if (!reader.format().equals(indexing.format())) {
                Path next = folders.nextIndex(name);
                new Rebuild(name, reader, indexing).into(disk, next);
                folders.makeCurrent(name, next);
                reader.reopen();
            }
        }
        folders.deleteOthers(name);
    }

    private void into(Disk disk, Path next) throws IOException {
        LOG.log(System.Logger.Level.INFO, "collection ''{0}'' is rebuilt for this version", name);
        try (Directory directory = disk.index(next);
                IndexWriter writer =
                        new IndexWriter(
                                directory, indexing.config(IndexWriterConfig.OpenMode.CREATE))) {
            Optional<String> after = Optional.empty();
            List<StoredDocument> page = reader.documents(after, PAGE);
            while (!page.isEmpty()) {
                for (StoredDocument document : page) {
                    copy(document, writer);
                }
                page = reader.documents(Optional.of(page.getLast().name()), PAGE);
            }
            Map<String, String> data = new HashMap<>(reader.info().toCommit());
            IndexFormat.add(data, indexing.format());
            writer.setLiveCommitData(data.entrySet());
            writer.commit();
        }
    }

    private void copy(StoredDocument document, IndexWriter writer) throws IOException {
        Old old = reader.read(searcher -> Old.of(searcher, document));
        StoredDocument renewed =
                document.withLanguage(indexing.languages().of(old.sample()).code());
        writer.addDocuments(
                DocumentBlock.of(renewed, i -> part(old.passages().get(i)), old.vectors()));
    }

    private static DocumentBlock.Part part(Document passage) {
        return new DocumentBlock.Part(IndexFields.span(passage), IndexFields.body(passage));
    }

    /** The entries of a document in the old index. */
    private record Old(List<Document> passages, Map<StoredVectors.Made, float[]> vectors) {

        static Old of(IndexSearcher searcher, StoredDocument document) throws IOException {
            List<Document> passages =
                    CollectionReader.block(searcher, document.name(), Integer.MAX_VALUE).stream()
                            .filter(IndexFields::isPassage)
                            .toList();
            return new Old(passages, StoredVectors.of(searcher, document));
        }

        /** Returns the beginning of the text. */
        String sample() {
            StringBuilder text = new StringBuilder();
            for (Document passage : passages) {
                if (text.length() < LANGUAGE_SAMPLE) {
                    text.append(IndexFields.body(passage)).append('\n');
                }
            }
            return text.toString();
        }
    }
}
