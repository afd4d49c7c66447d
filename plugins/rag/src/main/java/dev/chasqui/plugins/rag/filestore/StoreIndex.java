package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.store.Disk;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The facts of vector stores, their files and batches, in memory and on disk. A change is on disk
 * when it returns. Safe for use by several threads.
 */
final class StoreIndex {
    private static final int MOST_BATCHES = 1_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final FactsFolder storeFacts;
    private final FactsFolder fileFacts;
    private final FactsFolder batchFacts;
    private final Map<String, StoreFacts> stores = new ConcurrentHashMap<>();
    private final Map<String, Shelf> shelves = new ConcurrentHashMap<>();
    private final Map<String, FileBatch> batches = new ConcurrentHashMap<>();
    private boolean released;

    /** The files of one store by id and by the name of their document. */
    private record Shelf(Map<String, AttachedFile> byFile, Map<String, String> byDocument) {
        Shelf() {
            this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
        }

        void put(AttachedFile file) {
            byFile.put(file.fileId(), file);
            byDocument.put(file.document(), file.fileId());
        }
    }

    /**
     * Loads the facts of a folder.
     *
     * @throws java.io.UncheckedIOException if it cannot be read
     */
    StoreIndex(Path folder) {
        Disk disk = new Disk();
        storeFacts = new FactsFolder(folder.resolve("stores"), disk);
        fileFacts = new FactsFolder(folder.resolve("attached"), disk);
        batchFacts = new FactsFolder(folder.resolve("batches"), disk);
        storeFacts
                .load()
                .values()
                .forEach(
                        facts ->
                                StoreFacts.of(facts)
                                        .ifPresent(store -> stores.put(store.collection(), store)));
        fileFacts
                .load()
                .values()
                .forEach(
                        facts ->
                                AttachedFile.of(facts)
                                        .ifPresent(file -> shelf(file.collection()).put(file)));
        batchFacts.load().forEach((id, facts) -> batches.put(id, FileBatch.of(id, facts)));
    }

    Optional<StoreFacts> store(String collection) {
        return Optional.ofNullable(stores.get(collection));
    }

    Collection<StoreFacts> stores() {
        return List.copyOf(stores.values());
    }

    Optional<AttachedFile> file(String collection, String fileId) {
        return Optional.ofNullable(shelves.get(collection))
                .map(shelf -> shelf.byFile().get(fileId));
    }

    /** Returns the file whose document has a name. */
    Optional<AttachedFile> fileOfDocument(String collection, String document) {
        return Optional.ofNullable(shelves.get(collection))
                .map(shelf -> shelf.byDocument().get(document))
                .flatMap(id -> file(collection, id));
    }

    List<AttachedFile> files(String collection) {
        Shelf shelf = shelves.get(collection);
        return shelf == null ? List.of() : List.copyOf(shelf.byFile().values());
    }

    /** Returns the files of all stores. */
    List<AttachedFile> files() {
        return shelves.values().stream()
                .flatMap(shelf -> shelf.byFile().values().stream())
                .toList();
    }

    Optional<FileBatch> batch(String id) {
        return Optional.ofNullable(batches.get(id));
    }

    /**
     * Writes the facts of a store.
     *
     * @throws FailureException with {@code Overloaded} if this is released, with {@code DiskFull}
     *     if the disk is full; the other changes too
     */
    synchronized void put(StoreFacts store) {
        requireHeld();
        storeFacts.write(hex(store.collection()), store.toJson());
        stores.put(store.collection(), store);
    }

    synchronized void put(AttachedFile file) {
        requireHeld();
        fileFacts.write(key(file), file.toJson());
        shelf(file.collection()).put(file);
    }

    /** Writes a batch. The oldest of the same store goes if there are too many. */
    synchronized void put(FileBatch batch) {
        requireHeld();
        batchFacts.write(batch.id(), batch.toJson());
        batches.put(batch.id(), batch);
        List<FileBatch> ofStore =
                batches.values().stream()
                        .filter(other -> other.collection().equals(batch.collection()))
                        .sorted(Comparator.comparing(FileBatch::created))
                        .toList();
        ofStore.stream().limit(Math.max(0, ofStore.size() - MOST_BATCHES)).forEach(this::remove);
    }

    private void remove(FileBatch batch) {
        batchFacts.delete(batch.id());
        batches.remove(batch.id());
    }

    synchronized void remove(AttachedFile file) {
        requireHeld();
        fileFacts.delete(key(file));
        Shelf shelf = shelf(file.collection());
        shelf.byFile().remove(file.fileId());
        shelf.byDocument().remove(file.document(), file.fileId());
    }

    /** Removes a store's facts with those of its batches and files. */
    synchronized void removeStore(String collection) {
        requireHeld();
        files(collection).forEach(this::remove);
        batches.values().stream()
                .filter(batch -> batch.collection().equals(collection))
                .forEach(this::remove);
        shelves.remove(collection);
        storeFacts.delete(hex(collection));
        stores.remove(collection);
    }

    synchronized void release() {
        released = true;
    }

    synchronized void resume() {
        released = false;
    }

    private void requireHeld() {
        if (released) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "the vector stores are being handed over; try again", RETRY_AFTER));
        }
    }

    private Shelf shelf(String collection) {
        return shelves.computeIfAbsent(collection, _ -> new Shelf());
    }

    private static String key(AttachedFile file) {
        return hex(file.collection()) + "-" + file.fileId();
    }

    /** Returns a name for a file, since some systems do not tell upper case from lower case. */
    private static String hex(String collection) {
        return HexFormat.of().formatHex(collection.getBytes(StandardCharsets.UTF_8));
    }
}
