package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;

import java.util.Optional;

/**
 * The names of collections and documents that are made from those that clients give.
 *
 * @param index the names of vector stores and documents that are taken
 * @param collections the other ones
 */
record StoreNames(StoreIndex index, Collections collections) {
    private static final int LONGEST_STEM = 40;
    private static final int LONGEST_NAME = 512;
    private static final int SUFFIX = 8;

    /** Returns the name that a client gave if it is one of a collection and free, else another. */
    String collectionFor(Optional<String> name) {
        Optional<String> valid = name.filter(CollectionName::isValid).filter(this::isFree);
        return valid.orElseGet(
                () -> {
                    String stem =
                            name.orElse("")
                                    .replaceAll("[^A-Za-z0-9_.-]+", "-")
                                    .replaceAll("^[^A-Za-z0-9]+|-+$", "");
                    stem = stem.substring(0, Math.min(stem.length(), LONGEST_STEM));
                    return Ids.random(stem.isEmpty() ? "store-" : stem + "-");
                });
    }

    private boolean isFree(String name) {
        return index.store(name).isEmpty() && !collections.collections().contains(name);
    }

    /** Returns the file's name, or one made of it if another document has it. */
    String documentFor(String collection, StoredFile file) {
        String name = file.name();
        boolean taken =
                index.fileOfDocument(collection, name).isPresent()
                        || collections.document(new CollectionName(collection), name).isPresent();
        if (!taken) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String extension = dot > 0 ? name.substring(dot) : "";
        String mark = " (" + file.id().substring(file.id().length() - SUFFIX) + ")";
        int most = Math.max(0, LONGEST_NAME - mark.length() - extension.length());
        return stem.substring(0, Math.min(stem.length(), most)) + mark + extension;
    }
}
