package dev.chasqui.plugins.rag.filestore;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.files.PrivateFile;
import dev.chasqui.plugins.rag.reading.FileBytes;
import dev.chasqui.plugins.rag.reading.Upload;
import dev.chasqui.plugins.rag.store.Disk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The uploaded files, with their bytes on disk. A file is there when its facts are; bytes without
 * facts, which a crash may leave, are deleted at the next start. Safe for use by several threads.
 */
public final class FileStore {
    /** The most files of one owner, and of all together. */
    private static final int MOST_OF_OWNER = 10_000;

    private static final int MOST_FILES = 100_000;
    private static final String BYTES = ".bytes";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final Path folder;
    private final FactsFolder facts;
    private final Disk disk;
    private final FileLimits limits;
    private final Clock clock;
    private final Map<String, StoredFile> files = new ConcurrentHashMap<>();

    /** The bytes of files and of running uploads by owner; guarded by this. */
    private final Map<String, Long> used = new HashMap<>();

    private boolean released;

    private FileStore(Path folder, FactsFolder facts, Disk disk, FileLimits limits, Clock clock) {
        this.folder = folder;
        this.facts = facts;
        this.disk = disk;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * Opens the files of a folder, which is made for the first one.
     *
     * @param data the plug-in's folder
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static FileStore open(Path data, FileLimits limits, Clock clock) {
        Path folder = data.resolve("files");
        Disk disk = new Disk();
        FactsFolder facts = new FactsFolder(folder, disk);
        FileStore store = new FileStore(folder, facts, disk, limits, clock);
        store.load();
        return store;
    }

    private synchronized void load() {
        facts.load()
                .forEach(
                        (id, known) -> {
                            StoredFile file = StoredFile.of(id, known);
                            if (Files.isRegularFile(path(id))) {
                                files.put(id, file);
                                used.merge(owner(file), file.bytes(), Long::sum);
                            } else {
                                facts.delete(id);
                            }
                        });
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (!name.endsWith(".json") && !isBytesOfAFile(name)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of files cannot be swept", e);
        }
    }

    private boolean isBytesOfAFile(String name) {
        return name.endsWith(BYTES)
                && files.containsKey(name.substring(0, name.length() - BYTES.length()));
    }

    /**
     * Keeps a file. It is on disk when this returns.
     *
     * @param lifetime the time after which it is deleted; empty if it stays
     * @throws FailureException with {@code Forbidden} if the owner, or all, have no room for it,
     *     with {@code DiskFull} if the disk is full, with {@code Overloaded} if the files are
     *     released
     * @throws UncheckedIOException if it cannot be written for another reason
     */
    public StoredFile create(
            Optional<String> owner, Upload upload, String purpose, Optional<Duration> lifetime) {
        var now = clock.instant();
        StoredFile file =
                new StoredFile(
                        Ids.random("file-"),
                        owner,
                        upload.name(),
                        purpose,
                        upload.bytes().length(),
                        upload.contentType(),
                        now,
                        lifetime.map(now::plus));
        reserve(file);
        boolean kept = false;
        try (InputStream in = upload.bytes().open()) {
            Files.createDirectories(folder);
            PrivateFile.write(path(file.id()), in::transferTo);
            keep(file);
            kept = true;
            return file;
        } catch (IOException e) {
            throw FactsFolder.failure(e, "'" + upload.name() + "'", folder, disk);
        } finally {
            if (!kept) {
                giveBack(file);
                deleteBytes(file.id());
            }
        }
    }

    private synchronized void reserve(StoredFile file) {
        String owner = owner(file);
        long ofOwner = used.getOrDefault(owner, 0L) + file.bytes();
        long ofAll = used.values().stream().mapToLong(Long::longValue).sum() + file.bytes();
        long count = files.values().stream().filter(other -> owner(other).equals(owner)).count();
        if (ofOwner > limits.perUser().bytes() || count >= MOST_OF_OWNER) {
            throw full("your files take " + limits.perUser() + ", or are " + MOST_OF_OWNER);
        }
        if (ofAll > limits.all().bytes() || files.size() >= MOST_FILES) {
            throw full("the files of this server take " + limits.all() + ", or too many");
        }
        used.put(owner, ofOwner);
    }

    private static FailureException full(String what) {
        return new FailureException(
                new Failure.Forbidden(
                        what
                                + ", with this one; delete some that you no longer need, or ask the"
                                + " operator for more (agents.rag.files)"));
    }

    private synchronized void keep(StoredFile file) {
        if (released) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "the files are being handed over; try again", RETRY_AFTER));
        }
        facts.write(file.id(), file.toJson());
        files.put(file.id(), file);
    }

    private synchronized void giveBack(StoredFile file) {
        used.merge(owner(file), -file.bytes(), Long::sum);
    }

    /** Returns a file; empty if there is none, or if it has expired. */
    public Optional<StoredFile> find(String id) {
        return Optional.ofNullable(files.get(id)).filter(file -> !file.isOver(clock.instant()));
    }

    /** Returns all files that have not expired, in no order. */
    public List<StoredFile> all() {
        var now = clock.instant();
        return files.values().stream().filter(file -> !file.isOver(now)).toList();
    }

    /** Returns the files that have expired and are not deleted yet. */
    List<StoredFile> expired() {
        var now = clock.instant();
        return files.values().stream().filter(file -> file.isOver(now)).toList();
    }

    /** Returns the bytes of a file; reading them fails when it is deleted. */
    public FileBytes bytes(StoredFile file) {
        return new FileBytes.OnDisk(path(file.id()), file.bytes());
    }

    /**
     * Deletes a file, if it is there.
     *
     * @throws FailureException with {@code Overloaded} if the files are released
     */
    synchronized void delete(StoredFile file) {
        if (released) {
            throw new FailureException(
                    new Failure.Overloaded(
                            "the files are being handed over; try again", RETRY_AFTER));
        }
        if (files.remove(file.id()) != null) {
            facts.delete(file.id());
            deleteBytes(file.id());
            giveBack(file);
        }
    }

    private void deleteBytes(String id) {
        try {
            Files.deleteIfExists(path(id));
        } catch (IOException e) {
            // The next start deletes bytes without facts.
            System.getLogger(FileStore.class.getName())
                    .log(System.Logger.Level.WARNING, "a file stays until the next start", e);
        }
    }

    /** Refuses changes from now on, since another instance is about to make them. */
    synchronized void release() {
        released = true;
    }

    synchronized void resume() {
        released = false;
    }

    private Path path(String id) {
        return folder.resolve(id + BYTES);
    }

    private static String owner(StoredFile file) {
        return file.owner().orElse("");
    }
}
