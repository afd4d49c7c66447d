package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.json.Json;
import dev.chasqui.plugins.rag.library.Library;
import dev.chasqui.plugins.rag.library.Passage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The collections of documents in a folder. One at a time may have a folder open, and beside it
 * those that were {@linkplain #release released}.
 *
 * <p>What a method that changes something returned for is on disk and is found; a crash loses none
 * of it. Safe for many threads.
 */
public final class Collections implements Library, AutoCloseable {
    /** How long a change may wait for those before it and for itself. */
    private static final Duration DEADLINE = Duration.ofMinutes(5);

    private static final int MOST_PASSAGES = 1_000;

    /** Kept, since a level that is set on a logger goes with it. */
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private final ConcurrentSkipListMap<CollectionName, CollectionReader> readers;
    private final PassageSearch search;
    private final WriterLoop loop;
    private final Checkup checkup;

    private Collections(
            ConcurrentSkipListMap<CollectionName, CollectionReader> readers,
            PassageSearch search,
            WriterLoop loop,
            Checkup checkup) {
        this.readers = readers;
        this.search = search;
        this.loop = loop;
        this.checkup = checkup;
    }

    /**
     * Opens the collections of a folder. Nothing is written before the first document comes.
     *
     * @param data the plug-in's folder
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static Collections open(Path data) {
        return open(data, new Disk());
    }

    static Collections open(Path data, Disk disk) {
        // It recommends a JVM option for vector search, of which there is none.
        VECTORS.setLevel(Level.SEVERE);
        Folders folders = new Folders(data);
        ConcurrentSkipListMap<CollectionName, CollectionReader> readers =
                new ConcurrentSkipListMap<>();
        try {
            folders.sweep().forEach(name -> readers.put(name, new CollectionReader(name, folders)));
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the collections cannot be read", e);
        }
        PassageAnalyzer analyzer = new PassageAnalyzer();
        WriterLoop loop =
                new WriterLoop(folders, disk, readers, analyzer, Clock.tickSeconds(ZoneOffset.UTC));
        loop.start();
        Checkup checkup = new Checkup(readers.values());
        checkup.start();
        return new Collections(readers, new PassageSearch(analyzer), loop, checkup);
    }

    @Override
    public SortedSet<String> collections() {
        return readers.keySet().stream()
                .map(CollectionName::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public List<Passage> search(String collection, String question, int most) {
        if (most < 1 || most > MOST_PASSAGES) {
            throw new FailureException(
                    new Failure.Invalid(
                            "k", "k: " + most + " (expected: 1 to " + MOST_PASSAGES + ")"));
        }
        CollectionReader reader = readers.get(new CollectionName(collection));
        if (reader == null) {
            throw new FailureException(new Failure.Invalid("collection", noCollection(collection)));
        }
        return reader.read(searcher -> search.find(searcher, collection, question, most));
    }

    private String noCollection(String name) {
        return "collection: '"
                + name
                + "' (expected: "
                + (readers.isEmpty()
                        ? "one with documents; there is none yet, add some first"
                        : "one of " + String.join(", ", collections()))
                + ")";
    }

    /**
     * What is known of a collection.
     *
     * @throws FailureException with {@code NotFound} if it is not there, with {@code AgentFailed}
     *     if its index cannot be read
     */
    public CollectionInfo info(CollectionName collection) {
        return reader(collection).info();
    }

    /**
     * Documents in the order of their names.
     *
     * @param after the name after which they begin; without it all
     * @param most how many at most
     * @throws FailureException as {@link #info}
     */
    public List<StoredDocument> documents(
            CollectionName collection, Optional<String> after, int most) {
        return reader(collection).documents(after, most);
    }

    /**
     * A document; empty if it is not there, and so if the collection is not.
     *
     * @throws FailureException with {@code AgentFailed} if the index cannot be read
     */
    public Optional<StoredDocument> document(CollectionName collection, String name) {
        return Optional.ofNullable(readers.get(collection))
                .flatMap(reader -> reader.document(name));
    }

    /**
     * The whole text of a document.
     *
     * @throws FailureException with {@code NotFound} if it is not there, else as {@link #info}
     */
    public String text(CollectionName collection, String name) {
        return reader(collection)
                .text(name)
                .orElseThrow(() -> CollectionWriter.unknown(collection, name));
    }

    /**
     * Adds a document, in place of the one of its name, which is found until then. Makes the
     * collection if it is not there. Does nothing if this version is there already.
     *
     * @param cancellation leaves before it is done; whether it is then is open
     * @throws FailureException with {@code Overloaded} if too much waits to be written, with {@code
     *     Invalid} if there are too many collections, with {@code Cancelled}, with {@code
     *     DiskFull}, or with {@code AgentFailed} if it cannot be written for another reason
     */
    public Receipt add(
            CollectionName collection, Submission submission, Cancellation cancellation) {
        return await(
                new Task.Edit<>(
                        collection,
                        true,
                        submission.content().text().length(),
                        (writer, task) -> writer.add(submission, task::isGivenUp)),
                cancellation);
    }

    /**
     * Removes a document.
     *
     * @throws FailureException with {@code NotFound} if it is not there, else as {@link #add}
     */
    public StoredDocument remove(
            CollectionName collection, String document, Cancellation cancellation) {
        return await(
                new Task.Edit<>(collection, false, 0, (writer, _) -> writer.remove(document)),
                cancellation);
    }

    /**
     * Deletes a collection, also one that cannot be read.
     *
     * @throws FailureException with {@code NotFound} if it is not there, else as {@link #add}
     */
    public void remove(CollectionName collection, Cancellation cancellation) {
        await(new Task.Drop(collection), cancellation);
    }

    /** Down while there is a collection that cannot be read, as far as is known by now. */
    public Health health() {
        List<Json.Str> broken =
                readers.entrySet().stream()
                        .filter(entry -> entry.getValue().isBroken())
                        .map(Map.Entry::getKey)
                        .map(name -> new Json.Str(name.value()))
                        .toList();
        Json.Obj details = Json.Obj.EMPTY.with("collections", Json.of(readers.size()));
        if (broken.isEmpty()) {
            return new Health(true, details);
        }
        // It may have been mended meanwhile, which the next one who asks will see.
        checkup.again();
        String names = broken.stream().map(Json.Str::value).collect(Collectors.joining(", "));
        return new Health(
                false,
                details.with("broken", new Json.Arr(List.copyOf(broken)))
                        .with(Health.REASON, Json.of("cannot be read: collection " + names)));
    }

    /**
     * Finishes the changes that wait and lets somebody else change the collections. Those that
     * there are can be read until this is closed; each change is refused with {@code Overloaded}.
     *
     * @throws IllegalStateException if a collection cannot be given up, or if the thread is
     *     interrupted, which takes it back
     */
    public void release() {
        try {
            loop.release();
        } catch (IOException e) {
            throw new IllegalStateException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the changes that wait take too long", e);
        }
    }

    /** Takes back what was released. Nobody else may change the collections from now on. */
    public void resume() {
        loop.resume();
    }

    /** Finishes the changes that wait and gives the folder back. */
    @Override
    public void close() {
        checkup.stop();
        loop.stop();
        try {
            for (CollectionReader reader : readers.values()) {
                reader.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the collections were not closed well", e);
        }
    }

    private CollectionReader reader(CollectionName collection) {
        CollectionReader reader = readers.get(collection);
        if (reader == null) {
            throw CollectionReader.unknown(collection);
        }
        return reader;
    }

    private <T> T await(Task<T> task, Cancellation cancellation) {
        loop.submit(task);
        try (Cancellation.Registration _ = cancellation.onCancel(task::giveUp)) {
            return task.await(DEADLINE);
        }
    }
}
