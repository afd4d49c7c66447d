package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.DocumentFilter;
import dev.chasqui.plugins.rag.library.Passage;

import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.Similarity;
import org.apache.lucene.util.BytesRef;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Searches passages by BM25. A question consists of words alone: no character in it is an operator.
 *
 * <p>A question is read in each language of the collection and finds the passages of that language.
 * The rarity of a word is counted over all languages, so a single passage in one of them does not
 * rank by being alone there. Safe for use by several threads.
 */
final class PassageSearch {
    /** The most terms of a question; further words of a longer one find nothing more. */
    private static final int MOST_TERMS = 256;

    /**
     * The most terms that are searched, over all fields and languages. Lucene takes 1,024 clauses,
     * those of a filter among them; the rarest words of a question are kept.
     */
    private static final int MOST_CLAUSES = 900;

    /** The weights of the fields relative to the body. See docs/decisions/0061-rag-index.md. */
    private static final float TITLE_WEIGHT = 0.5f;

    private static final float ROOTS_WEIGHT = 0.5f;

    /** The number of extra hits that are read, since passages with the same text are left out. */
    private static final int SPARE = 16;

    /** BM25 without the rarity of words, which the query brings along. */
    static final Similarity SIMILARITY = new Frequency(1.5f, 0.6f);

    private final PassageAnalyzer analyzer;

    PassageSearch(PassageAnalyzer analyzer) {
        this.analyzer = analyzer;
    }

    /** BM25 that counts how often a word is in a passage, and not in how many passages it is. */
    private static final class Frequency extends BM25Similarity {
        private Frequency(float k1, float b) {
            super(k1, b);
        }

        @Override
        protected float idf(long docFreq, long docCount) {
            return 1;
        }
    }

    /** A word of a question in one field: a number of terms, since it may come several times. */
    private record Word(Term term, int count) {}

    /** A term that some passage has, and its weight. */
    private record Clause(Term term, float boost) {
        Query query() {
            return new BoostQuery(new TermQuery(term), boost);
        }
    }

    /**
     * Returns the passages that match best, best first and each text once; none if no passage has a
     * word of the question.
     */
    List<Passage> distinct(IndexSearcher searcher, String collection, String question, int most)
            throws IOException {
        List<Passage> found = new ArrayList<>();
        Set<String> texts = new HashSet<>();
        for (Passage passage :
                find(searcher, collection, question, DocumentFilter.ALL, 2 * most + SPARE)) {
            if (texts.add(passage.quoted()) && found.size() < most) {
                found.add(passage);
            }
        }
        return found;
    }

    /** Returns the passages that match best, best first. */
    List<Passage> find(
            IndexSearcher searcher,
            String collection,
            String question,
            DocumentFilter filter,
            int most)
            throws IOException {
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        query.add(words(searcher.getIndexReader(), question), BooleanClause.Occur.MUST);
        Filters.of(filter).ifPresent(choice -> query.add(choice, BooleanClause.Occur.FILTER));
        StoredFields entries = searcher.storedFields();
        List<Passage> found = new ArrayList<>();
        for (ScoreDoc hit : searcher.search(query.build(), most).scoreDocs) {
            found.add(IndexFields.passage(collection, entries.document(hit.doc), hit.score));
        }
        return found;
    }

    private Query words(IndexReader index, String question) throws IOException {
        List<Clause> clauses = new ArrayList<>();
        List<String> languages = languages(index);
        if (languages.isEmpty()) {
            // An index of the first format, which is being rebuilt.
            add(clauses, index, question, List.of(IndexFields.TEXT), 1, List.of());
            add(clauses, index, question, List.of(IndexFields.ROOTS), ROOTS_WEIGHT, List.of());
        } else {
            List<String> text = fields(IndexFields.TEXT, languages);
            List<String> title = fields(IndexFields.TITLE, languages);
            add(clauses, index, question, text, 1, title);
            List<String> roots = fields(IndexFields.ROOTS, languages);
            add(clauses, index, question, roots, ROOTS_WEIGHT, List.of());
        }
        if (clauses.size() > MOST_CLAUSES) {
            clauses.sort(Comparator.comparingDouble(Clause::boost).reversed());
        }
        BooleanQuery.Builder query = new BooleanQuery.Builder();
        clauses.stream()
                .limit(MOST_CLAUSES)
                .forEach(clause -> query.add(clause.query(), BooleanClause.Occur.SHOULD));
        return query.build();
    }

    private static List<String> fields(String field, List<String> languages) {
        return languages.stream().map(language -> IndexFields.in(field, language)).toList();
    }

    /** Returns the codes of the languages of the passages. */
    private static List<String> languages(IndexReader index) throws IOException {
        List<String> languages = new ArrayList<>();
        Terms terms = MultiTerms.getTerms(index, IndexFields.LANGUAGE);
        if (terms != null) {
            TermsEnum each = terms.iterator();
            for (BytesRef code = each.next(); code != null; code = each.next()) {
                languages.add(code.utf8ToString());
            }
        }
        return languages;
    }

    /**
     * Adds the words of a question that some passage has.
     *
     * @param fields a field for each language
     * @param titles the fields for the same languages, in which the same terms are searched too;
     *     none if there are none
     */
    private void add(
            List<Clause> clauses,
            IndexReader index,
            String question,
            List<String> fields,
            float weight,
            List<String> titles)
            throws IOException {
        long passages = 0;
        Map<String, Long> frequencies = new HashMap<>();
        Map<String, Map<String, Word>> byPlace = new TreeMap<>();
        for (int i = 0; i < fields.size(); i++) {
            passages += index.getDocCount(fields.get(i));
            for (Map.Entry<String, Word> word : read(fields.get(i), question).entrySet()) {
                Term term = word.getValue().term();
                long inTitles =
                        titles.isEmpty() ? 0 : index.docFreq(new Term(titles.get(i), term.text()));
                frequencies.merge(
                        word.getKey(), Math.max(index.docFreq(term), inTitles), Long::sum);
                byPlace.computeIfAbsent(word.getKey(), _ -> new TreeMap<>())
                        .put(fields.get(i), word.getValue());
            }
        }
        for (Map.Entry<String, Map<String, Word>> place : byPlace.entrySet()) {
            double rarity = rarity(frequencies.getOrDefault(place.getKey(), 0L), passages);
            for (int i = 0; i < fields.size(); i++) {
                Word word = place.getValue().get(fields.get(i));
                if (word != null) {
                    float boost = (float) (weight * rarity * word.count());
                    add(clauses, index, word.term(), boost);
                    if (!titles.isEmpty()) {
                        Term inTitle = new Term(titles.get(i), word.term().text());
                        add(clauses, index, inTitle, boost * TITLE_WEIGHT);
                    }
                }
            }
        }
    }

    private static void add(List<Clause> clauses, IndexReader index, Term term, float boost)
            throws IOException {
        if (index.docFreq(term) > 0) {
            clauses.add(new Clause(term, boost));
        }
    }

    /**
     * Returns the different terms of a question by the place where each occurs first, so that those
     * of one word in several languages are known to belong together.
     */
    private Map<String, Word> read(String field, String question) {
        Map<String, String> firstPlace = new HashMap<>();
        Map<String, Word> words = new TreeMap<>();
        Map<Integer, Integer> atStart = new HashMap<>();
        for (PassageAnalyzer.Term term : analyzer.terms(field, question, MOST_TERMS)) {
            int nth = atStart.merge(term.start(), 1, Integer::sum);
            String place = firstPlace.computeIfAbsent(term.text(), _ -> term.start() + "/" + nth);
            words.merge(
                    place,
                    new Word(new Term(field, term.text()), 1),
                    (one, _) -> new Word(one.term(), one.count() + 1));
        }
        return words;
    }

    /** Returns the weight of a word that is in some of all passages, as BM25 defines it. */
    private static double rarity(long frequency, long passages) {
        long in = Math.min(frequency, passages);
        return Math.log(1 + (passages - in + 0.5) / (in + 0.5));
    }
}
