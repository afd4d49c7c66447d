package dev.chasqui.plugins.rag.store;

import org.apache.lucene.util.IOUtils;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The folders of the collections on disk. A collection exists from the moment when its file {@code
 * current} names a generation until its folder is renamed in order to be deleted. Both steps are
 * atomic, and {@link #sweep} removes the rest of those that a crash interrupted.
 */
final class CollectionFolders {
    private static final String CURRENT = "current";
    private static final String GENERATION = "generation-";
    private static final String FIRST = GENERATION + "1";
    private static final String DELETED = ".deleted-";

    private final Path collections;

    /**
     * @param data the plug-in's folder
     */
    CollectionFolders(Path data) {
        this.collections = data.resolve("collections");
    }

    /** Returns the folder of all collections, which need not exist yet. */
    Path root() {
        return collections;
    }

    /** Returns the existing collections, and deletes the remains of others that a crash left. */
    List<CollectionName> sweep() throws IOException {
        List<CollectionName> found = new ArrayList<>();
        for (Path folder : children(collections)) {
            String name = String.valueOf(folder.getFileName());
            Optional<CollectionName> collection = CollectionName.ofFolder(name);
            boolean complete = Files.exists(folder.resolve(CURRENT));
            if (collection.isPresent() && complete) {
                found.add(collection.get());
            } else if (collection.isPresent() || name.startsWith(DELETED)) {
                delete(folder);
            }
        }
        return found;
    }

    /** Returns the folder of a collection's index, which need not exist yet. */
    Path index(CollectionName collection) throws IOException {
        Path current = folder(collection).resolve(CURRENT);
        String generation = Files.exists(current) ? Files.readString(current).strip() : FIRST;
        if (!generation.matches(GENERATION + "[0-9]{1,9}")) {
            throw new IOException(current + " names no generation");
        }
        return folder(collection).resolve(generation);
    }

    /**
     * Returns the folder of the generation after the current one, without any files that a crash
     * left there. Called while the current index is locked.
     */
    Path nextIndex(CollectionName collection) throws IOException {
        String current = String.valueOf(index(collection).getFileName());
        int number = Integer.parseInt(current.substring(GENERATION.length()));
        Path next = folder(collection).resolve(GENERATION + (number + 1));
        if (Files.exists(next)) {
            delete(next);
        }
        return Files.createDirectories(next);
    }

    /** Deletes the generations that are not the current one; called while that is locked. */
    void deleteOthers(CollectionName collection) throws IOException {
        Path current = index(collection);
        for (Path generation : children(folder(collection))) {
            if (!generation.equals(current)) {
                delete(generation);
            }
        }
    }

    /** Makes the first generation the current one; called when its index is committed. */
    void makeCurrent(CollectionName collection) throws IOException {
        if (!contains(collection)) {
            makeCurrent(collection, folder(collection).resolve(FIRST));
        }
    }

    /** Makes a generation the current one; called when its index is committed. */
    void makeCurrent(CollectionName collection, Path generation) throws IOException {
        Path current = folder(collection).resolve(CURRENT);
        Path next =
                Files.writeString(
                        folder(collection).resolve(CURRENT + ".next"),
                        String.valueOf(generation.getFileName()));
        IOUtils.fsync(next, false);
        Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
        IOUtils.fsync(folder(collection), true);
        IOUtils.fsync(collections, true);
    }

    /** Deletes a collection: renames its folder, then deletes its files. */
    void delete(CollectionName collection) throws IOException {
        Path folder = folder(collection);
        if (Files.exists(folder)) {
            Path doomed = collections.resolve(DELETED + UUID.randomUUID());
            Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
            IOUtils.fsync(collections, true);
            delete(doomed);
        }
    }

    /** Returns true if a collection exists. */
    boolean contains(CollectionName collection) {
        return Files.exists(folder(collection).resolve(CURRENT));
    }

    private Path folder(CollectionName collection) {
        return collections.resolve(collection.folder());
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory).sorted().toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
