package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.Passage;

import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnFloatVectorQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.VectorScorer;
import org.apache.lucene.util.BytesRef;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Searches passages by the nearest vectors. The graph is searched with vectors of seven bits; the
 * nearest ones are then ranked by the vectors themselves. Stateless.
 */
final class VectorSearch {
    /** The least number of nearest vectors to look for: a search for few misses some of them. */
    private static final int LEAST = 100;

    private VectorSearch() {}

    /**
     * Returns the passages whose vectors are nearest, best first, scored by the cosine; none if the
     * question's vector has no direction.
     *
     * @param model the model that made the question's vector
     */
    static List<Passage> find(
            IndexSearcher searcher,
            String collection,
            VectorFields.Fingerprint model,
            float[] question,
            DocumentFilter filter,
            int most)
            throws IOException {
        float[] unit = VectorFields.unit(question);
        if (unit == null) {
            return List.of();
        }
        int looked = Math.max(LEAST, most) * 3 / 2;
        KnnFloatVectorQuery query =
                new KnnFloatVectorQuery(
                        model.field(), unit, looked, Filters.of(filter).orElse(null));
        ScoreDoc[] near = searcher.search(query, looked).scoreDocs;
        List<Hit> hits = exact(searcher, model.field(), unit, near);
        hits.sort(Comparator.comparingDouble(Hit::cosine).reversed());
        List<Passage> found = new ArrayList<>();
        PassageLookup passages = new PassageLookup(searcher);
        for (Hit hit : hits.subList(0, Math.min(most, hits.size()))) {
            passages.find(hit.key())
                    .map(entry -> IndexFields.passage(collection, entry, hit.cosine()))
                    .ifPresent(found::add);
        }
        return found;
    }

    private record Hit(BytesRef key, double cosine) {}

    /** Returns hits with their exact cosines. */
    private static List<Hit> exact(
            IndexSearcher searcher, String field, float[] unit, ScoreDoc[] near)
            throws IOException {
        Arrays.sort(near, Comparator.comparingInt(hit -> hit.doc));
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        List<Hit> hits = new ArrayList<>(near.length);
        for (int i = 0; i < near.length; ) {
            LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(near[i].doc, leaves));
            int end = leaf.docBase + leaf.reader().maxDoc();
            FloatVectorValues vectors =
                    Objects.requireNonNull(leaf.reader().getFloatVectorValues(field));
            BinaryDocValues keys = leaf.reader().getBinaryDocValues(IndexFields.KEY_VALUE);
            VectorScorer scorer = vectors.rescorer(unit);
            DocIdSetIterator each = scorer.iterator();
            for (; i < near.length && near[i].doc < end; i++) {
                int doc = near[i].doc - leaf.docBase;
                if (each.advance(doc) == doc && keys.advanceExact(doc)) {
                    // Lucene maps the cosine to 0 to 1.
                    hits.add(
                            new Hit(
                                    BytesRef.deepCopyOf(keys.binaryValue()),
                                    2.0 * scorer.score() - 1));
                }
            }
        }
        return hits;
    }
}
