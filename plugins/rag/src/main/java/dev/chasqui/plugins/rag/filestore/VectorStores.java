package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.rag.filestore.AttachedFile.Status;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.store.CollectionName;
import dev.chasqui.plugins.rag.store.Collections;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The vector stores: collections with an owner and attached files. A collection without facts of
 * its own, which an administrator filled, is a vector store too, shared by all callers. Safe for
 * use by several threads.
 */
public final class VectorStores implements AutoCloseable {
    private static final int MOST_OF_OWNER = 1_000;
    private static final int MOST_FILES = 10_000;

    /** The precision of the time of the last use, which is written each time. */
    private static final Duration USE = Duration.ofHours(1);

    private static final System.Logger LOG = System.getLogger(VectorStores.class.getName());

    private final StoreIndex index;
    private final FileStore files;
    private final Collections collections;
    private final StoreNames names;
    private final Attaching attaching;
    private final Clock clock;

    private VectorStores(
            Path data,
            FileStore files,
            Collections collections,
            DocumentIntake intake,
            Clock clock) {
        this.index = new StoreIndex(data.resolve("vectorstores"));
        this.files = files;
        this.collections = collections;
        this.clock = clock;
        this.names = new StoreNames(index, collections);
        this.attaching = new Attaching(index, files, collections, intake, this::sweep);
    }

    /**
     * Opens the vector stores of a folder and goes on adding the files that were in progress.
     *
     * @param data the plug-in's folder
     * @param files closed by the caller; this deletes those that expire
     * @throws java.io.UncheckedIOException if the folder cannot be read
     */
    public static VectorStores open(
            Path data,
            FileStore files,
            Collections collections,
            DocumentIntake intake,
            Clock clock) {
        VectorStores stores = new VectorStores(data, files, collections, intake, clock);
        stores.attaching.start();
        return stores;
    }

    /** A file to attach, with the client's attributes. */
    public record Attachment(StoredFile file, Json.Obj attributes) {}

    /** Returns true if the caller is an administrator, or if the server has no keys. */
    public static boolean mayAll(Caller caller) {
        return caller.role() == Caller.Role.ADMIN || caller.identity().user().isEmpty();
    }

    /** Returns true if a caller may read a file or change it. */
    public static boolean mayUse(Caller caller, StoredFile file) {
        return mayAll(caller) || file.owner().equals(caller.identity().user());
    }

    /** Returns true if a collection is not another user's own. */
    public boolean mayRead(Caller caller, String collection) {
        return mayAll(caller)
                || index.store(collection)
                        .flatMap(StoreFacts::owner)
                        .map(owner -> caller.identity().user().equals(Optional.of(owner)))
                        .orElse(true);
    }

    /** Returns true if a caller owns a collection, or may change all. */
    public boolean mayChange(Caller caller, String collection) {
        return mayAll(caller)
                || index.store(collection)
                        .flatMap(StoreFacts::owner)
                        .equals(caller.identity().user());
    }

    /** Returns the facts of a store; empty if it has none, or has expired. */
    public Optional<StoreFacts> facts(String collection) {
        return index.store(collection).filter(store -> !store.isOver(clock.instant()));
    }

    /** Returns true if there is a vector store with a collection. */
    public boolean exists(String collection) {
        return index.store(collection)
                .map(store -> !store.isOver(clock.instant()))
                .orElseGet(() -> collections.collections().contains(collection));
    }

    /** Returns the facts of all stores. */
    public List<StoreFacts> all() {
        var now = clock.instant();
        return index.stores().stream().filter(store -> !store.isOver(now)).toList();
    }

    /**
     * Makes an empty store, owned by the caller unless the caller may change all.
     *
     * @param name the name that the client gave; its collection has the same if it is free
     * @param mayUse says if the caller's grants include a collection
     * @throws FailureException with {@code Forbidden} if the grants do not include it, or if the
     *     caller has too many
     */
    public synchronized StoreFacts create(
            Caller caller,
            Optional<String> name,
            Json.Obj metadata,
            Optional<Duration> expiresAfter,
            Predicate<String> mayUse) {
        String collection = names.collectionFor(name);
        if (!mayUse.test(collection)) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "your key may not use a collection '"
                                    + collection
                                    + "'; give the vector store a name that it may use"));
        }
        Optional<String> owner = mayAll(caller) ? Optional.empty() : caller.identity().user();
        long count = index.stores().stream().filter(s -> s.owner().equals(owner)).count();
        if (count >= MOST_OF_OWNER) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "you have "
                                    + count
                                    + " vector stores; delete one that you no longer"
                                    + " need"));
        }
        var now = clock.instant();
        StoreFacts store =
                new StoreFacts(
                        collection,
                        name.orElse(collection),
                        owner,
                        now,
                        metadata,
                        expiresAfter,
                        now);
        index.put(store);
        return store;
    }

    /** Writes changed facts of a store. */
    public synchronized void update(StoreFacts store) {
        index.put(store.usedAt(clock.instant()));
    }

    /** Notes that a store was used, which puts off its expiry. */
    public void used(String collection) {
        var now = clock.instant();
        facts(collection)
                .filter(store -> store.expiresAfter().isPresent())
                .filter(store -> store.lastActive().plus(USE).isBefore(now))
                .ifPresent(
                        store -> {
                            try {
                                index.put(store.usedAt(now));
                            } catch (RuntimeException e) {
                                LOG.log(System.Logger.Level.WARNING, "a use is not noted", e);
                            }
                        });
    }

    /**
     * Deletes a store with its collection. The files stay.
     *
     * @throws FailureException with {@code Overloaded} if a file that is being added takes too
     *     long, else as {@link Collections#remove}
     */
    public synchronized void delete(String collection, Cancellation cancellation) {
        List<AttachedFile> all = index.files(collection);
        all.forEach(index::remove);
        attaching.withdraw(all);
        if (collections.collections().contains(collection)) {
            collections.remove(new CollectionName(collection), cancellation);
        }
        index.removeStore(collection);
    }

    /** Forgets the facts of a collection that was deleted; returns true if there were any. */
    public boolean forget(String collection) {
        boolean known = index.store(collection).isPresent();
        List<AttachedFile> all = index.files(collection);
        index.removeStore(collection);
        attaching.withdraw(all);
        return known;
    }

    /**
     * Attaches files, which are added in the background. One that is attached already only gets the
     * new attributes.
     *
     * @param inBatch true to make a batch of them
     * @throws FailureException with {@code Overloaded} if too many files wait, with {@code
     *     Forbidden} if the store has too many, with {@code NotFound} if it was deleted
     */
    public synchronized Optional<FileBatch> attach(
            String collection, List<Attachment> attachments, boolean inBatch) {
        if (!exists(collection)) {
            throw new FailureException(new Failure.NotFound("the vector store was deleted"));
        }
        attaching.requireRoom(attachments.size());
        if (index.files(collection).size() + attachments.size() > MOST_FILES) {
            throw new FailureException(
                    new Failure.Forbidden(
                            "a vector store takes at most " + MOST_FILES + " files; make another"));
        }
        Optional<FileBatch> batch =
                inBatch
                        ? Optional.of(
                                new FileBatch(
                                        Ids.random("vsfb_"),
                                        collection,
                                        attachments.stream().map(a -> a.file().id()).toList(),
                                        false,
                                        clock.instant()))
                        : Optional.empty();
        batch.ifPresent(index::put);
        List<AttachedFile> added = new ArrayList<>();
        for (Attachment attachment : attachments) {
            Optional<AttachedFile> old = index.file(collection, attachment.file().id());
            boolean there =
                    old.filter(file -> file.status() == Status.IN_PROGRESS || isHeld(file))
                            .isPresent();
            if (there) {
                index.put(old.get().withAttributes(attachment.attributes()));
                continue;
            }
            AttachedFile file =
                    new AttachedFile(
                            collection,
                            attachment.file().id(),
                            old.map(AttachedFile::document)
                                    .orElseGet(
                                            () -> names.documentFor(collection, attachment.file())),
                            Status.IN_PROGRESS,
                            Optional.empty(),
                            clock.instant(),
                            attachment.attributes(),
                            batch.map(FileBatch::id));
            index.put(file);
            added.add(file);
        }
        added.forEach(attaching::enqueue);
        used(collection);
        return batch;
    }

    private boolean isHeld(AttachedFile file) {
        return file.status() == Status.COMPLETED
                && collections
                        .document(new CollectionName(file.collection()), file.document())
                        .isPresent();
    }

    /** Returns the attached files of a store, in no order. */
    public List<AttachedFile> files(String collection) {
        return index.files(collection);
    }

    /** Returns an attached file. */
    public Optional<AttachedFile> file(String collection, String fileId) {
        return index.file(collection, fileId);
    }

    /** Returns the attached file whose document has a name. */
    public Optional<AttachedFile> fileOfDocument(String collection, String document) {
        return index.fileOfDocument(collection, document);
    }

    /** Returns a batch of a store. */
    public Optional<FileBatch> batch(String collection, String id) {
        return index.batch(id).filter(batch -> batch.collection().equals(collection));
    }

    /** Changes the attributes of an attached file and returns it. */
    public AttachedFile withAttributes(AttachedFile file, Json.Obj attributes) {
        AttachedFile changed;
        synchronized (index) {
            changed =
                    index.file(file.collection(), file.fileId())
                            .orElse(file)
                            .withAttributes(attributes);
            index.put(changed);
        }
        return changed;
    }

    /** Removes a file from a store, with its document. The file itself stays. */
    public void detach(AttachedFile file, Cancellation cancellation) {
        index.remove(file);
        attaching.withdraw(List.of(file));
        removeDocument(file.collection(), file.document(), cancellation);
    }

    /** Removes a document of a store, if it is there. */
    public void removeDocument(String collection, String document, Cancellation cancellation) {
        collections.removeIfThere(new CollectionName(collection), document, cancellation);
    }

    /** Cancels the files of a batch that are in progress, and returns the batch. */
    public FileBatch cancel(FileBatch batch) {
        FileBatch cancelled = batch.cancel();
        index.put(cancelled);
        List<AttachedFile> cut = new ArrayList<>();
        synchronized (index) {
            for (String id : batch.files()) {
                index.file(batch.collection(), id)
                        .filter(file -> file.status() == Status.IN_PROGRESS)
                        .filter(file -> file.batch().equals(Optional.of(batch.id())))
                        .ifPresent(file -> cut.add(file.with(Status.CANCELLED, Optional.empty())));
            }
            cut.forEach(index::put);
        }
        attaching.withdraw(cut);
        return cancelled;
    }

    /** Deletes a file, and removes it from all vector stores. */
    public void deleteFile(StoredFile file, Cancellation cancellation) {
        index.files().stream()
                .filter(attached -> attached.fileId().equals(file.id()))
                .forEach(attached -> detach(attached, cancellation));
        files.delete(file);
    }

    /** Deletes the files and stores that have expired. */
    void sweep() {
        files.expired().forEach(file -> deleteFile(file, new Cancellation()));
        var now = clock.instant();
        index.stores().stream()
                .filter(store -> store.isOver(now))
                .forEach(store -> delete(store.collection(), new Cancellation()));
    }

    /**
     * Gives the folder up, so that another instance may change it; changes are refused from now on.
     *
     * @throws IllegalStateException if a file that is being added takes too long
     */
    public void release() {
        attaching.stop();
        index.release();
        files.release();
    }

    /** Takes the released folder back. */
    public void resume() {
        files.resume();
        index.resume();
        attaching.start();
    }

    /** Ends the threads; files in progress wait for the next start. */
    @Override
    public void close() {
        attaching.stop();
    }
}
