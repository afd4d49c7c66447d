package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.PassagePlace;
import dev.chasqui.plugins.rag.reading.PassageSpan;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The fields of the index. A document is one entry that is its record, the only one with {@link
 * #NAME}, then one entry for each passage; all have {@link #DOCUMENT}.
 */
final class IndexFields {
    /** The name of the document to which an entry belongs. */
    static final String DOCUMENT = "document";

    /** The name of the document whose record an entry is. */
    static final String NAME = "name";

    /** The searched text: a passage and the headings above it. */
    static final String TEXT = "text";

    /** The same text, reduced to the beginnings of its words; see {@link PassageAnalyzer}. */
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

    private IndexFields() {}

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

    static Document passage(String document, int position, String text, PassageSpan span) {
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

    static Passage passage(String collection, Document entry, double score) {
        String body = entry.get(BODY);
        int start = number(entry, START).intValue();
        String heading = entry.get(HEADING);
        return new Passage(
                collection,
                entry.get(DOCUMENT),
                number(entry, POSITION).intValue(),
                new PassagePlace(
                        Optional.empty(),
                        heading == null ? "" : heading,
                        OptionalInt.empty(),
                        start,
                        start + body.length()),
                body.strip(),
                score);
    }

    /** Appends the part of a passage that the text does not contain yet. */
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
        // No query searches for phrases, and positions would double the size of the index.
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }
}
