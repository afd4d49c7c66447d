package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.rag.filestore.AttachedFile;
import dev.chasqui.plugins.rag.filestore.AttachedFile.Status;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;
import dev.chasqui.plugins.rag.store.StoredDocument;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of a vector store as clients see it: one that was attached, or a document that was added
 * to the collection in another way. The id of such a document is made of its name.
 *
 * @param id the id of the file or document
 * @param collection the collection of the store
 * @param document the name of the document
 * @param created the time when it was attached or added
 * @param bytes the size of the file, once it is added
 * @param attached the attached file; empty for another document
 */
record StoreFile(
        String id,
        String collection,
        String document,
        Instant created,
        long bytes,
        Optional<AttachedFile> attached) {
    private static final String DOCUMENT = "doc_";

    /** The most documents of a collection that a list looks at. */
    private static final int MOST = 100_000;

    /** Returns the id of a document that is no attached file. */
    static String idOf(String document) {
        return DOCUMENT
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(document.getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> documentOf(String id) {
        if (!id.startsWith(DOCUMENT)) {
            return Optional.empty();
        }
        try {
            byte[] name = Base64.getUrlDecoder().decode(id.substring(DOCUMENT.length()));
            return Optional.of(new String(name, StandardCharsets.UTF_8))
                    .filter(document -> idOf(document).equals(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns the files of a store, in no order. */
    static List<StoreFile> all(Collections collections, VectorStores stores, String collection) {
        Map<String, StoredDocument> documents = new HashMap<>();
        if (collections.collections().contains(collection)) {
            collections
                    .documents(new CollectionName(collection), Optional.empty(), MOST)
                    .forEach(document -> documents.put(document.name(), document));
        }
        List<StoreFile> all = new ArrayList<>();
        for (AttachedFile file : stores.files(collection)) {
            of(file, Optional.ofNullable(documents.remove(file.document()))).ifPresent(all::add);
        }
        documents.values().forEach(document -> all.add(of(collection, document)));
        return all;
    }

    /** Returns the file of an id; empty if the store has none. */
    static Optional<StoreFile> find(
            Collections collections, VectorStores stores, String collection, String id) {
        CollectionName name = new CollectionName(collection);
        Optional<AttachedFile> attached = stores.file(collection, id);
        if (attached.isPresent()) {
            return of(attached.get(), collections.document(name, attached.get().document()));
        }
        return documentOf(id)
                .filter(document -> stores.fileOfDocument(collection, document).isEmpty())
                .flatMap(document -> collections.document(name, document))
                .map(document -> of(collection, document));
    }

    /** Returns an attached file, unless its document was removed from the collection. */
    private static Optional<StoreFile> of(AttachedFile file, Optional<StoredDocument> document) {
        if (file.status() == Status.COMPLETED && document.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new StoreFile(
                        file.fileId(),
                        file.collection(),
                        file.document(),
                        file.created(),
                        document.map(StoredDocument::bytes).orElse(0L),
                        Optional.of(file)));
    }

    private static StoreFile of(String collection, StoredDocument document) {
        return new StoreFile(
                idOf(document.name()),
                collection,
                document.name(),
                document.added(),
                document.bytes(),
                Optional.empty());
    }

    Status status() {
        return attached.map(AttachedFile::status).orElse(Status.COMPLETED);
    }

    Json.Obj attributes() {
        return attached.map(AttachedFile::attributes).orElse(Json.Obj.EMPTY);
    }

    Json.Obj toJson() {
        Json error =
                attached.flatMap(AttachedFile::problem)
                        .<Json>map(
                                problem ->
                                        Json.Obj.EMPTY
                                                .with("code", Json.of(problem.code()))
                                                .with("message", Json.of(problem.message())))
                        .orElse(Json.Null.NULL);
        return Json.Obj.EMPTY
                .with("id", Json.of(id))
                .with("object", Json.of("vector_store.file"))
                .with("created_at", Json.of(created.getEpochSecond()))
                .with("usage_bytes", Json.of(bytes))
                .with("vector_store_id", Json.of(Rights.id(collection)))
                .with("status", Json.of(status().word()))
                .with("last_error", error)
                .with("chunking_strategy", Json.Obj.EMPTY.with("type", Json.of("other")))
                .with("attributes", attributes());
    }
}
