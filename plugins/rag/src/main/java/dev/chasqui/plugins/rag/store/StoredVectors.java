package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.store.VectorFields.Fingerprint;

import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.KnnVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;

/** Reads the vectors of an index, and which passages have none. Stateless. */
final class StoredVectors {
    /** The most passages of a document whose vectors are taken over by its next version. */
    private static final int MOST_TAKEN_OVER = 20_000;

    private StoredVectors() {}

    /** Returns the number of vectors of each model. */
    static Map<Fingerprint, Long> count(IndexSearcher searcher) throws IOException {
        Map<Fingerprint, Long> counts = new HashMap<>();
        Terms models = MultiTerms.getTerms(searcher.getIndexReader(), VectorFields.MODEL);
        if (models != null) {
            TermsEnum each = models.iterator();
            for (BytesRef term = each.next(); term != null; term = each.next()) {
                Fingerprint model = Fingerprint.of(term.utf8ToString());
                long count = searcher.count(new TermQuery(model.term()));
                if (count > 0) {
                    counts.put(model, count);
                }
            }
        }
        return counts;
    }

    /**
     * A passage without a vector.
     *
     * @param document its document
     * @param position its index in the document
     * @param key its key
     * @param text the text to embed
     */
    record Pending(String document, int position, BytesRef key, String text) {}

    /**
     * Returns passages without a vector of a model, some at a time.
     *
     * @param model the model; empty if no passage has a vector of it
     * @param skipped returns true for the {@link PassageKey#number} of a passage to leave out
     * @param before the words that the model wants in front of a passage
     * @param most the most passages
     * @param mostCharacters the most characters of all of them, though one passage is always
     *     returned
     */
    static List<Pending> pending(
            IndexSearcher searcher,
            Optional<Fingerprint> model,
            LongPredicate skipped,
            String before,
            int most,
            long mostCharacters)
            throws IOException {
        long[] done = model.isPresent() ? keys(searcher, model.get()) : new long[0];
        List<Pending> pending = new ArrayList<>();
        StoredFields stored = searcher.storedFields();
        long characters = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Entries passages = new Entries(leaf, new Term(IndexFields.KIND, IndexFields.PASSAGE));
            for (int doc = passages.next(); doc >= 0; doc = passages.next()) {
                long number = PassageKey.number(passages.key());
                if (Arrays.binarySearch(done, number) >= 0 || skipped.test(number)) {
                    continue;
                }
                var entry = stored.document(leaf.docBase + doc);
                var passage = IndexFields.passage("", entry, 0);
                String text = EmbeddedText.of(before, passage);
                characters += text.length();
                if (!pending.isEmpty() && characters > mostCharacters) {
                    return pending;
                }
                BytesRef key = BytesRef.deepCopyOf(passages.key());
                pending.add(new Pending(passage.document(), passage.position(), key, text));
                if (pending.size() == most) {
                    return pending;
                }
            }
        }
        return pending;
    }

    /** Returns the numbers of the keys that have a vector, ascending. */
    private static long[] keys(IndexSearcher searcher, Fingerprint model) throws IOException {
        long[] keys = new long[searcher.count(new TermQuery(model.term()))];
        int count = 0;
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Entries vectors = new Entries(leaf, model.term());
            for (int doc = vectors.next(); doc >= 0; doc = vectors.next()) {
                keys[count++] = PassageKey.number(vectors.key());
            }
        }
        Arrays.sort(keys);
        return keys;
    }

    /**
     * A vector that was made of a text.
     *
     * @param model the model that made it
     * @param embedded the digest of the text
     */
    record Made(Fingerprint model, BytesRef embedded) {}

    /**
     * Returns the vectors of a document, by what they were made of; none for a very long document,
     * since they are in memory.
     */
    static Map<Made, float[]> of(IndexSearcher searcher, StoredDocument document)
            throws IOException {
        if (document.passages() > MOST_TAKEN_OVER) {
            return Map.of();
        }
        Map<Made, float[]> vectors = new HashMap<>();
        Set<Fingerprint> models = count(searcher).keySet();
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            for (Fingerprint model : models) {
                FloatVectorValues values = leaf.reader().getFloatVectorValues(model.field());
                BinaryDocValues embedded = leaf.reader().getBinaryDocValues(VectorFields.EMBEDDED);
                if (values == null || embedded == null) {
                    continue;
                }
                KnnVectorValues.DocIndexIterator each = values.iterator();
                Entries entries =
                        new Entries(leaf, new Term(IndexFields.DOCUMENT, document.name()));
                for (int doc = entries.next(); doc >= 0; doc = entries.next()) {
                    boolean behind = each.docID() < doc;
                    if ((behind ? each.advance(doc) : each.docID()) == doc
                            && embedded.advanceExact(doc)) {
                        vectors.put(
                                new Made(model, BytesRef.deepCopyOf(embedded.binaryValue())),
                                values.vectorValue(each.index()).clone());
                    }
                }
            }
        }
        return vectors;
    }

    /** The live entries of a segment that have a term, with their keys. For one thread. */
    private static final class Entries {
        private final @org.jspecify.annotations.Nullable PostingsEnum postings;
        private final @org.jspecify.annotations.Nullable BinaryDocValues keys;
        private final @org.jspecify.annotations.Nullable Bits live;

        Entries(LeafReaderContext leaf, Term term) throws IOException {
            this.postings = leaf.reader().postings(term, PostingsEnum.NONE);
            this.keys = leaf.reader().getBinaryDocValues(IndexFields.KEY_VALUE);
            this.live = leaf.reader().getLiveDocs();
        }

        /** Returns the next entry; -1 if there is none. */
        int next() throws IOException {
            if (postings == null) {
                return -1;
            }
            int doc = postings.nextDoc();
            while (doc != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(doc)) {
                doc = postings.nextDoc();
            }
            return doc == DocIdSetIterator.NO_MORE_DOCS ? -1 : doc;
        }

        /** Returns the key of the entry, which is valid until the next one. */
        BytesRef key() throws IOException {
            if (keys == null || postings == null || !keys.advanceExact(postings.docID())) {
                throw new IOException("an entry of the index has no key");
            }
            return keys.binaryValue();
        }
    }
}
