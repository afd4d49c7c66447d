package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.reading.Source;
import dev.chasqui.plugins.rag.store.Disk;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The folder in which the large files of forms lie until they are read. What another process left
 * in it is swept when it is opened; another instance of this process may still read its own. Safe
 * for many threads.
 */
public final class Uploads {
    /** The largest file that is taken, in bytes. */
    static final long LARGEST = 64L << 20;

    /** How much of one form stays in memory; the rest goes to disk. */
    private static final int IN_MEMORY = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final long MOST_ON_DISK = 2L << 30;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(Uploads.class.getName());

    /** How the names of this process's files begin, in whichever class loader. */
    private static final String OWN =
            "upload-%d-%d-"
                    .formatted(
                            ProcessHandle.current().pid(),
                            ProcessHandle.current()
                                    .info()
                                    .startInstant()
                                    .map(Instant::toEpochMilli)
                                    .orElse(0L));

    private final Path folder;
    private final Disk disk;
    private final AtomicLong onDisk = new AtomicLong();

    private Uploads(Path folder, Disk disk) {
        this.folder = folder;
        this.disk = disk;
    }

    /**
     * Opens the folder; it is made when the first large file comes.
     *
     * @param data the plug-in's folder
     * @throws UncheckedIOException if what lies there cannot be deleted
     */
    public static Uploads open(Path data) {
        return open(data, new Disk());
    }

    static Uploads open(Path data, Disk disk) {
        Path folder = data.resolve("uploads");
        try {
            if (Files.isDirectory(folder)) {
                for (Path left : left(folder)) {
                    Files.delete(left);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of uploads cannot be swept", e);
        }
        return new Uploads(folder, disk);
    }

    /** Something that is done on the disk. */
    @FunctionalInterface
    private interface Writing<T> {
        T done() throws IOException;
    }

    /** The files of one form, deleted when it is closed. Used by one thread. */
    final class Batch implements AutoCloseable {
        private final List<Path> files = new ArrayList<>();
        private int room = IN_MEMORY;
        private long written;

        /**
         * Takes in a file.
         *
         * @throws FailureException with {@code TooLarge} if it is, with {@code Overloaded} if the
         *     uploads take too much of the disk already, with {@code DiskFull}
         * @throws UncheckedIOException if the file cannot be written for another reason
         * @throws IOException if the client's bytes cannot be read
         */
        Source take(String name, InputStream in) throws IOException {
            byte[] head = in.readNBytes(room + 1);
            if (head.length <= room) {
                room -= head.length;
                return new Source.InMemory(head);
            }
            Path file = written(name, this::newFile);
            long length = 0;
            try (OutputStream out = written(name, () -> disk.file(file))) {
                byte[] some = new byte[BUFFER];
                InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
                for (int got = all.read(some); got >= 0; got = all.read(some)) {
                    length += got;
                    check(name, length);
                    count(got);
                    int count = got;
                    var _ =
                            written(
                                    name,
                                    () -> {
                                        out.write(some, 0, count);
                                        return count;
                                    });
                }
            }
            return new Source.OnDisk(file, length);
        }

        private Path newFile() throws IOException {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, OWN, "");
            files.add(file);
            return file;
        }

        /** Does something on the disk, whose failures are not those of the client's bytes. */
        private <T> T written(String name, Writing<T> writing) {
            try {
                return writing.done();
            } catch (IOException e) {
                if (disk.told(e, "'" + name + "'", folder) instanceof FailureException full) {
                    throw full;
                }
                throw new UncheckedIOException("an upload cannot be kept", e);
            }
        }

        private void count(int bytes) {
            written += bytes;
            if (onDisk.addAndGet(bytes) > MOST_ON_DISK) {
                throw new FailureException(
                        new Failure.Overloaded(
                                "too many large files are being uploaded; try again later",
                                RETRY_AFTER));
            }
        }

        @Override
        public void close() {
            onDisk.addAndGet(-written);
            for (Path file : files) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "an upload stays until the next start", e);
                }
            }
        }
    }

    /** A place for the files of one form. */
    Batch batch() {
        return new Batch();
    }

    /**
     * Refuses a document that is too large.
     *
     * @throws FailureException with {@code TooLarge}
     */
    static void check(String name, long length) {
        if (length > LARGEST) {
            throw new FailureException(
                    new Failure.TooLarge(
                            name
                                    + ": is too large (expected: at most "
                                    + (LARGEST >> 20)
                                    + " MiB); split it"));
        }
    }

    /** The files of other processes, which are gone. */
    private static List<Path> left(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(OWN)).toList();
        }
    }
}
