package dev.chasqui.plugins.rag.retrieval;

import dev.chasqui.plugins.rag.library.Passage;

import java.util.Comparator;

/** The identity of a passage, by which the lists of several voices are brought together. */
record PassageId(String collection, String document, int position)
        implements Comparable<PassageId> {
    private static final Comparator<PassageId> ORDER =
            Comparator.comparing(PassageId::collection)
                    .thenComparing(PassageId::document)
                    .thenComparingInt(PassageId::position);

    static PassageId of(Passage passage) {
        return new PassageId(passage.collection(), passage.document(), passage.position());
    }

    @Override
    public int compareTo(PassageId other) {
        return ORDER.compare(this, other);
    }
}
