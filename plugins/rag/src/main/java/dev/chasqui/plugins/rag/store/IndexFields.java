package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.Passage;
import dev.chasqui.plugins.rag.library.PassagePlace;
import dev.chasqui.plugins.rag.reading.PassageSpan;

import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The fields of the index. A document is one entry that is its record, the only one with {@link
 * #NAME}, then one entry for each passage, in order; its vectors are entries too, see {@link
 * VectorFields}. All have {@link #DOCUMENT} and {@link #KIND}.
 */
final class IndexFields {
    /** The version of these fields. An index of another one is rebuilt. */
    static final String FORMAT = "2";

    /** The name of the document to which an entry belongs. */
    static final String DOCUMENT = "document";

    /** The kind of an entry: {@link #RECORD}, {@link #PASSAGE} or {@link VectorFields#VECTOR}. */
    static final String KIND = "kind";

    static final String RECORD = "record";
    static final String PASSAGE = "passage";

    /** The name of the document whose record an entry is. */
    static final String NAME = "name";

    /** The code of a passage's language. */
    static final String LANGUAGE = "passage-language";

    /** The searched body of a passage; the full name of a field ends in the language's code. */
    static final String TEXT = "text";

    /** The title and file name of its document, and the headings above it; named as the former. */
    static final String TITLE = "title";

    /** All of these, reduced to the beginnings of words; see {@link PassageAnalyzer}. */
    static final String ROOTS = "roots";

    /** The {@link PassageKey} of a passage, as a term. */
    static final String KEY = "key";

    /** The {@link PassageKey} of a passage or vector, as a value. */
    static final String KEY_VALUE = "key-value";

    /** The kind of file; for filters. */
    static final String TYPE = "filter-type";

    /** The time to which filters compare, in milliseconds since 1970. */
    static final String DATED = "filter-dated";

    /** Each key of the metadata with its value; for filters. */
    static final String METADATA = "filter-metadata";

    // Lucene wants each field to be of one kind, so what is stored with a record has names of its
    // own.
    private static final String VERSION = "version";
    private static final String STORED_TYPE = "type";
    private static final String STORED_LANGUAGE = "language";
    private static final String STORED_DATED = "dated";
    private static final String PASSAGES = "passages";
    private static final String BYTES = "bytes";
    private static final String ADDED = "added";
    private static final String POSITION = "position";
    private static final String START = "start";
    private static final String HEADING = "heading";
    private static final String PAGE = "page";
    private static final String BODY = "body";
    private static final String STORED_TITLE = "document-title";
    private static final String METADATA_KEY = "metadata-key";
    private static final String METADATA_VALUE = "metadata-value";

    private static final FieldType SEARCHED = searched();

    private IndexFields() {}

    /** Returns the name of a searched field in a language. */
    static String in(String field, String language) {
        return field + "_" + language;
    }

    static Document record(StoredDocument document) {
        Document entry = new Document();
        entry.add(new StringField(KIND, RECORD, Field.Store.NO));
        entry.add(new StringField(DOCUMENT, document.name(), Field.Store.NO));
        entry.add(new StringField(NAME, document.name(), Field.Store.YES));
        entry.add(new SortedDocValuesField(NAME, new BytesRef(document.name())));
        entry.add(new StoredField(VERSION, document.version()));
        entry.add(new StoredField(STORED_TYPE, document.type()));
        entry.add(new StoredField(PASSAGES, document.passages()));
        entry.add(new StoredField(BYTES, document.bytes()));
        entry.add(new StoredField(ADDED, document.added().toEpochMilli()));
        entry.add(new StoredField(STORED_LANGUAGE, document.language()));
        entry.add(new StoredField(STORED_DATED, document.dated().toEpochMilli()));
        document.title().ifPresent(title -> entry.add(new StoredField(STORED_TITLE, title)));
        document.metadata()
                .forEach(
                        (key, value) -> {
                            entry.add(new StoredField(METADATA_KEY, key));
                            entry.add(new StoredField(METADATA_VALUE, value));
                        });
        return entry;
    }

    static StoredDocument document(Document record) {
        Instant added = Instant.ofEpochMilli(number(record, ADDED).longValue());
        String language = record.get(STORED_LANGUAGE);
        IndexableField dated = record.getField(STORED_DATED);
        return new StoredDocument(
                record.get(NAME),
                record.get(VERSION),
                record.get(STORED_TYPE),
                number(record, PASSAGES).intValue(),
                number(record, BYTES).longValue(),
                added,
                Optional.ofNullable(record.get(STORED_TITLE)),
                language == null ? "" : language,
                dated == null ? added : Instant.ofEpochMilli(dated.numericValue().longValue()),
                metadata(record));
    }

    private static Map<String, String> metadata(Document record) {
        String[] keys = record.getValues(METADATA_KEY);
        String[] values = record.getValues(METADATA_VALUE);
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < keys.length; i++) {
            metadata.put(keys[i], values[i]);
        }
        return metadata;
    }

    /**
     * Returns the entry of a passage.
     *
     * @param body its text
     * @param key its key
     */
    static Document passage(
            StoredDocument document, int position, PassageSpan span, String body, PassageKey key) {
        Document entry = new Document();
        String language = document.language();
        entry.add(new StringField(KIND, PASSAGE, Field.Store.NO));
        entry.add(new StringField(DOCUMENT, document.name(), Field.Store.YES));
        entry.add(new StringField(LANGUAGE, language, Field.Store.NO));
        entry.add(new StringField(KEY, key.bytes(), Field.Store.NO));
        entry.add(new BinaryDocValuesField(KEY_VALUE, key.bytes()));
        entry.add(new StoredField(POSITION, position));
        entry.add(new StoredField(START, span.start()));
        entry.add(new StoredField(BODY, body));
        addSearched(entry, TEXT, language, body);
        span.page().ifPresent(page -> entry.add(new StoredField(PAGE, page)));
        document.title()
                .ifPresent(
                        title -> {
                            entry.add(new StoredField(STORED_TITLE, title));
                            addSearched(entry, TITLE, language, title);
                        });
        addSearched(entry, TITLE, language, DocumentNames.words(document.name()));
        if (!span.heading().isEmpty()) {
            entry.add(new StoredField(HEADING, span.heading()));
            addSearched(entry, TITLE, language, span.heading());
        }
        addFiltered(entry, document);
        return entry;
    }

    private static void addSearched(Document entry, String field, String language, String text) {
        entry.add(new Field(in(field, language), text, SEARCHED));
        entry.add(new Field(in(ROOTS, language), text, SEARCHED));
    }

    /** Adds the fields by which a search is restricted. */
    static void addFiltered(Document entry, StoredDocument document) {
        entry.add(new StringField(TYPE, document.type(), Field.Store.NO));
        entry.add(new LongField(DATED, document.dated().toEpochMilli(), Field.Store.NO));
        document.metadata()
                .forEach(
                        (key, value) ->
                                entry.add(
                                        new StringField(
                                                METADATA, pair(key, value), Field.Store.NO)));
    }

    /** Returns the term of an entry of the metadata. A key has no control characters. */
    static String pair(String key, String value) {
        return key + "\0" + value;
    }

    /** Returns true if an entry is a passage, in an index of any format. */
    static boolean isPassage(Document entry) {
        return entry.getField(BODY) != null;
    }

    static Passage passage(String collection, Document entry, double score) {
        String body = entry.get(BODY);
        PassageSpan span = span(entry);
        return new Passage(
                collection,
                entry.get(DOCUMENT),
                number(entry, POSITION).intValue(),
                new PassagePlace(
                        Optional.ofNullable(entry.get(STORED_TITLE)),
                        span.heading(),
                        span.page(),
                        span.start(),
                        span.end()),
                body.strip(),
                score);
    }

    /** Returns the text of a passage, with the white space after it. */
    static String body(Document entry) {
        return entry.get(BODY);
    }

    /** Returns the position of a passage in its text. */
    static PassageSpan span(Document entry) {
        int start = number(entry, START).intValue();
        String heading = entry.get(HEADING);
        IndexableField page = entry.getField(PAGE);
        return new PassageSpan(
                start,
                start + entry.get(BODY).length(),
                heading == null ? "" : heading,
                page == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(page.numericValue().intValue()));
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
