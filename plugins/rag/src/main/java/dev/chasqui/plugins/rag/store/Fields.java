package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.reading.Span;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

import java.time.Instant;

/**
 * How a document and its passages look in the index: one entry that is the document's record, the
 * only one with {@link #NAME}, then one for each passage, all with {@link #DOCUMENT}.
 */
final class Fields {
    /** The name of the document that an entry belongs to. */
    static final String DOCUMENT = "document";

    /** The name of the document that an entry is the record of. */
    static final String NAME = "name";

    /** What is searched: a passage and the headings above it. */
    static final String TEXT = "text";

    /** The same by the beginnings of its words; see {@link PassageAnalyzer}. */
    static final String ROOTS = "roots";

    private static final String VERSION = "version";
    private static final String TYPE = "type";
    private static final String PASSAGES = "passages";
    private static final String BYTES = "bytes";
    private static final String ADDED = "added";
    private static final String POSITION = "position";
    private static final String START = "start";
    private static final String HEADING = "heading";
    private static final String BODY = "body";

    private static final FieldType SEARCHED = searched();

    private Fields() {}

    static Document record(StoredDocument document) {
        Document entry = new Document();
        entry.add(new StringField(DOCUMENT, document.name(), Field.Store.NO));
        entry.add(new StringField(NAME, document.name(), Field.Store.YES));
        entry.add(new SortedDocValuesField(NAME, new BytesRef(document.name())));
        entry.add(new StoredField(VERSION, document.version()));
        entry.add(new StoredField(TYPE, document.type()));
        entry.add(new StoredField(PASSAGES, document.passages()));
        entry.add(new StoredField(BYTES, document.bytes()));
        entry.add(new StoredField(ADDED, document.added().toEpochMilli()));
        return entry;
    }

    static StoredDocument document(Document record) {
        return new StoredDocument(
                record.get(NAME),
                record.get(VERSION),
                record.get(TYPE),
                number(record, PASSAGES).intValue(),
                number(record, BYTES).longValue(),
                Instant.ofEpochMilli(number(record, ADDED).longValue()));
    }

    static Document passage(String document, int position, String text, Span span) {
        String body = text.substring(span.start(), span.end());
        Document entry = new Document();
        entry.add(new StringField(DOCUMENT, document, Field.Store.YES));
        entry.add(new StoredField(POSITION, position));
        entry.add(new StoredField(START, span.start()));
        entry.add(new StoredField(BODY, body));
        addSearched(entry, body);
        if (!span.heading().isEmpty()) {
            entry.add(new StoredField(HEADING, span.heading()));
            addSearched(entry, span.heading());
        }
        return entry;
    }

    private static void addSearched(Document entry, String text) {
        entry.add(new Field(TEXT, text, SEARCHED));
        entry.add(new Field(ROOTS, text, SEARCHED));
    }

    /** A passage as it is quoted: below its headings, if there are some. */
    static Passage passage(String collection, Document entry, double score) {
        String body = entry.get(BODY).strip();
        String heading = entry.get(HEADING);
        return new Passage(
                collection,
                entry.get(DOCUMENT),
                number(entry, POSITION).intValue(),
                heading == null ? body : heading + "\n\n" + body,
                score);
    }

    /** Adds what a passage has of the text beyond what is there already. */
    static void append(StringBuilder text, Document passage) {
        int shared = text.length() - number(passage, START).intValue();
        text.append(passage.get(BODY), shared, passage.get(BODY).length());
    }

    private static Number number(Document entry, String field) {
        return entry.getField(field).numericValue();
    }

    private static FieldType searched() {
        FieldType type = new FieldType();
        type.setTokenized(true);
        // Nothing asks for phrases, and positions would double the index.
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }
}
