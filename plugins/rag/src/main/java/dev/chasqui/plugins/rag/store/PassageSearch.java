package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.Passage;

import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Searches passages by BM25. A question consists of words alone: no character in it is an operator.
 * Safe for use by several threads.
 */
final class PassageSearch {
    /** The most terms of a question; further words of a longer one find nothing more. */
    private static final int MOST_TERMS = 256;

    /**
     * The weight of a word's beginning relative to the word. Measured on Cranfield's passages:
     * nDCG@10 is 0.370 without it, 0.376 with 0.3, 0.379 with 0.5 and 0.377 with 1.
     */
    private static final float ROOTS_WEIGHT = 0.5f;

    /** The number of extra hits that are read, since passages with the same text are left out. */
    private static final int SPARE = 16;

    private final PassageAnalyzer analyzer;

    PassageSearch(PassageAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    /**
     * Returns the passages that match best, best first and each text once; none if no passage has a
     * word of the question.
     */
    List<Passage> find(IndexSearcher searcher, String collection, String question, int most)
            throws IOException {
        Query query = query(question);
        StoredFields entries = searcher.storedFields();
        List<Passage> found = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (ScoreDoc hit : searcher.search(query, 2 * most + SPARE).scoreDocs) {
            Passage passage = IndexFields.passage(collection, entries.document(hit.doc), hit.score);
            if (texts.add(passage.quoted())) {
                found.add(passage);
            }
            if (found.size() == most) {
                break;
            }
        }
        return found;
    }

    private Query query(String question) {
        return new BooleanQuery.Builder()
                .add(query(IndexFields.TEXT, question), BooleanClause.Occur.SHOULD)
                .add(
                        new BoostQuery(query(IndexFields.ROOTS, question), ROOTS_WEIGHT),
                        BooleanClause.Occur.SHOULD)
                .build();
    }

    private Query query(String field, String question) {
        Map<String, Integer> counts = new TreeMap<>();
        for (String term : analyzer.terms(field, question, MOST_TERMS)) {
            counts.merge(term, 1, Integer::sum);
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        counts.forEach(
                (term, count) ->
                        query.add(
                                new BoostQuery(new TermQuery(new Term(field, term)), count),
                                BooleanClause.Occur.SHOULD));
        return query.build();
    }
}
