package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.DocumentFilter;

import org.apache.lucene.document.LongField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

import java.time.Instant;
import java.util.Optional;

/** The queries for choices of documents. */
final class Filters {
    private Filters() {}

    /** Returns the query for the entries of a choice; empty for the choice of all. */
    static Optional<Query> of(DocumentFilter filter) {
        if (filter.equals(DocumentFilter.ALL)) {
            return Optional.empty();
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        if (filter.after().isPresent() || filter.before().isPresent()) {
            long from = filter.after().map(Filters::millis).orElse(Long.MIN_VALUE);
            long until = filter.before().map(Filters::millis).orElse(Long.MAX_VALUE);
            // The end is excluded. Nothing is dated at the very first millisecond there is.
            long last = filter.before().isPresent() && until > Long.MIN_VALUE ? until - 1 : until;
            all.add(
                    LongField.newRangeQuery(IndexFields.DATED, from, last),
                    BooleanClause.Occur.FILTER);
        }
        filter.type()
                .ifPresent(
                        type -> all.add(term(IndexFields.TYPE, type), BooleanClause.Occur.FILTER));
        filter.metadata()
                .forEach(
                        (key, value) ->
                                all.add(
                                        term(IndexFields.METADATA, IndexFields.pair(key, value)),
                                        BooleanClause.Occur.FILTER));
        return Optional.of(all.build());
    }

    private static Query term(String field, String text) {
        return new TermQuery(new Term(field, text));
    }

    /** Returns a time in milliseconds; the nearest one there is for times beyond all. */
    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }
}
