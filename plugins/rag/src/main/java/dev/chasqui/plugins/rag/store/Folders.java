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
 * Where collections lie on disk. A collection is there from the moment at which its {@code current}
 * names a generation to the one at which its folder is renamed to be deleted.
 */
final class Folders {
    private static final String CURRENT = "current";
    private static final String FIRST = "generation-1";
    private static final String DELETED = ".deleted-";

    private final Path collections;

    /**
     * @param data the plug-in's folder
     */
    Folders(Path data) {
        this.collections = data.resolve("collections");
    }

    /** The folder of all collections, which may not be there yet. */
    Path root() {
        return collections;
    }

    /** The collections that there are; takes away what a crash left of others. */
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

    /** Where the index of a collection lies, or is to be made. */
    Path index(CollectionName collection) throws IOException {
        Path current = folder(collection).resolve(CURRENT);
        String generation = Files.exists(current) ? Files.readString(current).strip() : FIRST;
        if (!generation.matches("generation-[0-9]{1,9}")) {
            throw new IOException(current + " names no generation");
        }
        return folder(collection).resolve(generation);
    }

    /** Makes the first generation the current one, once there is an index in it. */
    void makeCurrent(CollectionName collection) throws IOException {
        Path current = folder(collection).resolve(CURRENT);
        if (Files.exists(current)) {
            return;
        }
        Path next = Files.writeString(folder(collection).resolve(CURRENT + ".next"), FIRST);
        IOUtils.fsync(next, false);
        Files.move(next, current, StandardCopyOption.ATOMIC_MOVE);
        IOUtils.fsync(folder(collection), true);
        IOUtils.fsync(collections, true);
    }

    /** Takes a collection away: at once, then its files. */
    void delete(CollectionName collection) throws IOException {
        Path folder = folder(collection);
        if (Files.exists(folder)) {
            Path doomed = collections.resolve(DELETED + UUID.randomUUID());
            Files.move(folder, doomed, StandardCopyOption.ATOMIC_MOVE);
            IOUtils.fsync(collections, true);
            delete(doomed);
        }
    }

    /** Whether a collection is there. */
    boolean holds(CollectionName collection) {
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
