package dev.chasqui.plugins.rag.store;

import dev.chasqui.plugins.rag.library.EmbeddingForm;
import dev.chasqui.plugins.rag.reading.PassageSpan;
import dev.chasqui.plugins.rag.store.StoredVectors.Made;
import dev.chasqui.plugins.rag.store.VectorFields.Fingerprint;

import org.apache.lucene.document.Document;
import org.apache.lucene.util.BytesRef;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The entries of a document. Stateless. */
final class DocumentBlock {
    private DocumentBlock() {}

    /**
     * A passage that is to be indexed.
     *
     * @param span its position in the text
     * @param body its text
     */
    record Part(PassageSpan span, String body) {}

    /**
     * Returns the entries of a document: its record, then each passage with the vectors that were
     * made of the same text before. Each is created when it is indexed, so that no second copy of
     * the text is in memory.
     *
     * @param parts returns a passage
     * @param vectors the vectors of an earlier version
     */
    static Iterable<Document> of(
            StoredDocument document, IntFunction<Part> parts, Map<Made, float[]> vectors) {
        byte[] revision = PassageKey.revision(document);
        Set<Fingerprint> models =
                vectors.keySet().stream().map(Made::model).collect(Collectors.toSet());
        return () ->
                Stream.concat(
                                Stream.of(IndexFields.record(document)),
                                IntStream.range(0, document.passages())
                                        .boxed()
                                        .flatMap(
                                                i ->
                                                        entries(
                                                                document,
                                                                PassageKey.of(revision, i),
                                                                i,
                                                                parts.apply(i),
                                                                models,
                                                                vectors)
                                                                .stream()))
                        .iterator();
    }

    private static List<Document> entries(
            StoredDocument document,
            PassageKey key,
            int position,
            Part part,
            Set<Fingerprint> models,
            Map<Made, float[]> vectors) {
        Document passage = IndexFields.passage(document, position, part.span(), part.body(), key);
        List<Document> entries = new ArrayList<>();
        entries.add(passage);
        for (Fingerprint model : models) {
            String before = EmbeddingForm.of(model.model()).beforePassage();
            String text = EmbeddedText.of(before, IndexFields.passage("", passage, 0));
            BytesRef digest = EmbeddedText.digest(text);
            float[] vector = vectors.get(new Made(model, digest));
            if (vector != null) {
                entries.add(VectorFields.entry(document, key, model, digest, vector));
            }
        }
        return entries;
    }
}
