package dev.chasqui.plugins.rag.openai;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.route.RouteCall;
import dev.chasqui.plugins.rag.filestore.FileStore;
import dev.chasqui.plugins.rag.filestore.StoredFile;
import dev.chasqui.plugins.rag.filestore.VectorStores;
import dev.chasqui.plugins.rag.store.CollectionName;

/**
 * The files and vector stores that a call may use. What belongs to another user is not found, in
 * the same words as what does not exist.
 *
 * @param files the files
 * @param stores the vector stores
 */
record Rights(FileStore files, VectorStores stores) {
    private static final String PREFIX = "vs_";

    /** Returns the id of the vector store over a collection. */
    static String id(String collection) {
        return PREFIX + collection;
    }

    /**
     * Returns a file of the caller.
     *
     * @throws FailureException with {@code NotFound} if the caller has none of this id
     */
    StoredFile file(RouteCall call, String id) {
        return files.find(id)
                .filter(file -> VectorStores.mayUse(call.caller(), file))
                .orElseThrow(() -> notFound("file", id));
    }

    /**
     * Returns the collection of the vector store in a call's path.
     *
     * @throws FailureException with {@code NotFound} if the caller may not read one of this id
     */
    String readable(RouteCall call) {
        String id = call.segment("store");
        String collection = id.startsWith(PREFIX) ? id.substring(PREFIX.length()) : "";
        if (!CollectionName.isValid(collection)
                || !mayRead(call, collection)
                || !stores.exists(collection)) {
            throw notFound("vector store", id);
        }
        return collection;
    }

    /** Returns true if a caller may see a collection, as its owner or as one that is shared. */
    boolean mayRead(RouteCall call, String collection) {
        return stores.mayRead(call.caller(), collection) && call.mayUseCollection(collection);
    }

    /**
     * Returns the collection of the vector store in a call's path, which the caller may change.
     *
     * @throws FailureException with {@code NotFound} as {@link #readable}, with {@code Forbidden}
     *     if it is shared and the caller is no administrator
     */
    String changeable(RouteCall call) {
        String collection = readable(call);
        if (!stores.mayChange(call.caller(), collection)) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "this vector store is shared, and only administrators may change it;"
                                    + " make one of your own"));
        }
        return collection;
    }

    static FailureException notFound(String what, String id) {
        return new FailureException(
                new Failure.NotFound(what + ": there is none with the id '" + id + "'"));
    }
}
