package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.plugins.rag.filestore.FileStore;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.retrieval.Retriever;
import dev.chasqui.plugins.rag.routes.Uploads;
import dev.chasqui.plugins.rag.store.Collections;

import java.util.List;
import java.util.stream.Stream;

/** The routes {@code /v1/files} and {@code /v1/vector_stores}. */
public final class OpenAiRoutes {
    private OpenAiRoutes() {}

    /**
     * Returns all routes.
     *
     * @param files the uploaded files
     * @param stores the vector stores
     * @param collections their documents
     * @param library the collections that are searched
     * @param retriever searches them
     * @param uploads the folder of large files until they are kept
     */
    public static List<WebRoute> all(
            FileStore files,
            VectorStores stores,
            Collections collections,
            Library library,
            Retriever retriever,
            Uploads uploads) {
        Rights rights = new Rights(files, stores);
        return Stream.of(
                        new FileRoutes(rights, uploads).all(),
                        new VectorStoreRoutes(rights, stores, collections, library, retriever)
                                .all(),
                        new StoreFileRoutes(rights, stores, collections).all())
                .flatMap(List::stream)
                .toList();
    }
}
