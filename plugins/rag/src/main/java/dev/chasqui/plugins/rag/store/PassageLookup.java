package dev.chasqui.plugins.rag.store;

import org.apache.lucene.document.Document;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds passages by their keys, on one commit, for one thread. */
final class PassageLookup {
    private final List<LeafReaderContext> leaves;
    private final StoredFields stored;
    private final List<Optional<TermsEnum>> terms = new ArrayList<>();
    private @Nullable PostingsEnum postings;

    PassageLookup(IndexSearcher searcher) throws IOException {
        this.leaves = searcher.getIndexReader().leaves();
        this.stored = searcher.storedFields();
        for (LeafReaderContext leaf : leaves) {
            Terms keys = leaf.reader().terms(IndexFields.KEY);
            terms.add(keys == null ? Optional.empty() : Optional.of(keys.iterator()));
        }
    }

    /** Returns the entry of a passage; empty if there is none any more. */
    Optional<Document> find(BytesRef key) throws IOException {
        for (int i = 0; i < leaves.size(); i++) {
            if (terms.get(i).isPresent() && terms.get(i).get().seekExact(key)) {
                postings = terms.get(i).get().postings(postings, PostingsEnum.NONE);
                LeafReaderContext leaf = leaves.get(i);
                for (int doc = postings.nextDoc();
                        doc != DocIdSetIterator.NO_MORE_DOCS;
                        doc = postings.nextDoc()) {
                    Bits live = leaf.reader().getLiveDocs();
                    if (live == null || live.get(doc)) {
                        return Optional.of(stored.document(leaf.docBase + doc));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
