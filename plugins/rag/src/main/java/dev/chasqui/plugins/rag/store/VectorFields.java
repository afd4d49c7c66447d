package dev.chasqui.plugins.rag.store;

import org.apache.lucene.codecs.Codec;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene104.Lucene104Codec;
import org.apache.lucene.codecs.lucene104.Lucene104HnswScalarQuantizedVectorsFormat;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KnnFloatVectorField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.quantization.QuantizedByteVectorValues.ScalarEncoding;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of vector entries: one entry for each passage that has a vector of a model. It has the
 * {@link IndexFields#KEY_VALUE} of its passage and the fields by which a search is restricted.
 * Vectors of several models are in different fields, whose names have the model's {@link
 * Fingerprint}.
 */
final class VectorFields {
    /** The kind of these entries. */
    static final String VECTOR = "vector";

    /** The fingerprint of the model. */
    static final String MODEL = "model";

    /** The identity of an entry: its passage and model. It is there once. */
    static final String IDENTITY = "vector-identity";

    /** The digest of the text from which the vector was made. */
    static final String EMBEDDED = "embedded";

    /** The longest vectors; Lucene alone would allow 1,024. */
    static final int MOST_DIMENSIONS = 4_096;

    private static final int NEIGHBOURS = 16;
    private static final int CANDIDATES = 100;

    private VectorFields() {}

    /**
     * The model and the length of its vectors.
     *
     * @param model the model's name
     * @param dimensions the length of each vector
     */
    record Fingerprint(String model, int dimensions) {
        /** Returns the fingerprint of a term of {@link #MODEL}. */
        static Fingerprint of(String term) {
            int slash = term.lastIndexOf('/');
            return new Fingerprint(
                    term.substring(0, slash), Integer.parseInt(term.substring(slash + 1)));
        }

        /** Returns the name of the field of its vectors. */
        String field() {
            return "vector:" + this;
        }

        /** Returns the query term of its entries. */
        Term term() {
            return new Term(MODEL, toString());
        }

        @Override
        public String toString() {
            return model + "/" + dimensions;
        }
    }

    /**
     * Returns an entry.
     *
     * @param document the passage's document
     * @param key the passage's key
     * @param embedded the digest of the text
     * @param vector of length 1
     */
    static Document entry(
            StoredDocument document,
            PassageKey key,
            Fingerprint model,
            BytesRef embedded,
            float[] vector) {
        Document entry = new Document();
        entry.add(new StringField(IndexFields.KIND, VECTOR, Field.Store.NO));
        entry.add(new StringField(IndexFields.DOCUMENT, document.name(), Field.Store.NO));
        entry.add(new StringField(MODEL, model.toString(), Field.Store.NO));
        entry.add(new StringField(IDENTITY, identity(key, model).bytes(), Field.Store.NO));
        entry.add(new BinaryDocValuesField(IndexFields.KEY_VALUE, key.bytes()));
        entry.add(new BinaryDocValuesField(EMBEDDED, embedded));
        entry.add(
                new KnnFloatVectorField(
                        model.field(), vector, VectorSimilarityFunction.DOT_PRODUCT));
        IndexFields.addFiltered(entry, document);
        return entry;
    }

    /** Returns the term of the one entry of a passage and a model. */
    static Term identity(PassageKey key, Fingerprint model) {
        byte[] name = model.toString().getBytes(StandardCharsets.UTF_8);
        BytesRef prefix = key.bytes();
        byte[] bytes = Arrays.copyOf(prefix.bytes, prefix.length + name.length);
        System.arraycopy(name, 0, bytes, prefix.length, name.length);
        return new Term(IDENTITY, new BytesRef(bytes));
    }

    /** Returns the codec of the index: Lucene's own, with vectors of seven bits. */
    static Codec codec() {
        KnnVectorsFormat quantized =
                new Lucene104HnswScalarQuantizedVectorsFormat(
                        ScalarEncoding.SEVEN_BIT, NEIGHBOURS, CANDIDATES);
        KnnVectorsFormat format = new LongVectors(quantized);
        return new Lucene104Codec() {
            @Override
            public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
                return format;
            }
        };
    }

    /**
     * A format with longer vectors than it allows itself. It has the same name, so it is read as
     * such.
     */
    private static final class LongVectors extends KnnVectorsFormat {
        private final KnnVectorsFormat format;

        private LongVectors(KnnVectorsFormat format) {
            super(format.getName());
            this.format = format;
        }

        @Override
        public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
            return format.fieldsWriter(state);
        }

        @Override
        public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
            return format.fieldsReader(state);
        }

        @Override
        public int getMaxDimensions(String field) {
            return MOST_DIMENSIONS;
        }
    }

    /**
     * Returns a vector of length 1 in the same direction.
     *
     * @return null if it has none: it is empty, zero or not finite
     */
    static float @org.jspecify.annotations.Nullable [] unit(float[] vector) {
        double square = 0;
        for (float each : vector) {
            square += (double) each * each;
        }
        double length = Math.sqrt(square);
        if (!Double.isFinite(length) || length < Float.MIN_NORMAL) {
            return null;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }
}
