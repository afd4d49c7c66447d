package dev.chasqui.plugins.rag.store;

import org.apache.lucene.index.IndexWriterConfig;

/**
 * The settings with which all indexes are written. Immutable.
 *
 * @param analyzer makes terms of text
 * @param languages the languages of documents
 */
record Indexing(PassageAnalyzer analyzer, Languages languages) {

    /** The megabytes of a collection that are buffered before they are written to disk. */
    private static final double BUFFER = 16;

    /** Returns the format of the indexes that are written. */
    String format() {
        return IndexFormat.of(languages);
    }

    IndexWriterConfig config(IndexWriterConfig.OpenMode mode) {
        return new IndexWriterConfig(analyzer)
                .setOpenMode(mode)
                .setRAMBufferSizeMB(BUFFER)
                .setCodec(VectorFields.codec())
                .setCommitOnClose(false);
    }
}
