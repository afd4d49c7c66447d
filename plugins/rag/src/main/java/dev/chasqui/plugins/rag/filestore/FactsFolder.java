package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.files.PrivateFile;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.plugins.rag.store.Disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder of JSON objects by key, each in a file of its own. The folder is made when the first one
 * is written. Safe for use by several threads, but for two changes of the same key at once.
 */
final class FactsFolder {
    private static final String SUFFIX = ".json";
    private static final System.Logger LOG = System.getLogger(FactsFolder.class.getName());

    private final Path folder;
    private final Disk disk;

    FactsFolder(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /**
     * Returns all objects by their keys. One that cannot be read is left out and logged, so that
     * the others are there.
     *
     * @throws UncheckedIOException if the folder cannot be listed
     */
    Map<String, Json.Obj> load() {
        Map<String, Json.Obj> all = new TreeMap<>();
        if (!Files.isDirectory(folder)) {
            return all;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX)) {
                    load(file, name.substring(0, name.length() - SUFFIX.length()), all);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the facts of files cannot be listed", e);
        }
        return all;
    }

    private static void load(Path file, String key, Map<String, Json.Obj> all) {
        try {
            if (JsonReader.read(Files.readAllBytes(file)) instanceof Json.Obj object) {
                all.put(key, object);
                return;
            }
        } catch (IOException | FailureException e) {
            LOG.log(System.Logger.Level.DEBUG, "a fact is damaged", e);
        }
        LOG.log(System.Logger.Level.WARNING, "{0} is damaged and is left out", file.getFileName());
    }

    /**
     * Writes an object, or replaces it as a whole; it is on the disk when this returns.
     *
     * @param key letters, digits, {@code -} and {@code _}
     * @throws FailureException with {@code DiskFull} if the disk is full
     * @throws UncheckedIOException if it cannot be written for another reason
     */
    void write(String key, Json.Obj facts) {
        try {
            Files.createDirectories(folder);
            PrivateFile.write(file(key), out -> out.write(facts.toBytes()));
        } catch (IOException e) {
            throw failure(e, "the change", folder, disk);
        }
    }

    /**
     * Deletes an object, if there is one.
     *
     * @throws UncheckedIOException if it cannot be deleted
     */
    void delete(String key) {
        try {
            Files.deleteIfExists(file(key));
        } catch (IOException e) {
            throw new UncheckedIOException("a fact cannot be deleted", e);
        }
    }

    private Path file(String key) {
        return folder.resolve(key + SUFFIX);
    }

    /** Returns the exception to throw for a failed write. */
    static RuntimeException failure(IOException e, String what, Path folder, Disk disk) {
        return disk.explain(e, what, folder) instanceof FailureException full
                ? full
                : new UncheckedIOException(what + " cannot be written", e);
    }
}
