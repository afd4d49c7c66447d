package dev.chasqui.plugins.rag.routes;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.plugins.rag.intake.DocumentIntake;
import dev.chasqui.plugins.rag.reading.FileBytes;
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
 * The folder that holds the large files of forms until they are read. Opening it deletes the files
 * that other processes left; the files of this process stay, since another instance may still read
 * them. Safe for use by several threads.
 */
public final class Uploads {
    /** The bytes of one form that stay in memory; the rest goes to disk. */
    private static final int IN_MEMORY = 1 << 20;

    private static final int BUFFER = 1 << 16;
    private static final long MOST_ON_DISK = 2L << 30;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final System.Logger LOG = System.getLogger(Uploads.class.getName());

    /** The prefix of the names of this process's files, the same in all class loaders. */
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
     * Opens the folder, which is created for the first large file.
     *
     * @param data the plug-in's folder
     * @throws UncheckedIOException if an old file cannot be deleted
     */
    public static Uploads open(Path data) {
        return open(data, new Disk());
    }

    static Uploads open(Path data, Disk disk) {
        Path folder = data.resolve("uploads");
        try {
            if (Files.isDirectory(folder)) {
                for (Path leftover : leftovers(folder)) {
                    Files.delete(leftover);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of uploads cannot be swept", e);
        }
        return new Uploads(folder, disk);
    }

    /** An operation on the disk. */
    @FunctionalInterface
    private interface DiskOperation<T> {
        T run() throws IOException;
    }

    /** The files of one form, which closing deletes. Used by one thread. */
    public final class Batch implements AutoCloseable {
        private final List<Path> files = new ArrayList<>();
        private int room = IN_MEMORY;
        private long written;

        /**
         * Stores a file, in memory if it is small.
         *
         * @throws FailureException with {@code TooLarge} if the file is too large, with {@code
         *     Overloaded} if the uploads take too much of the disk already, with {@code DiskFull}
         *     if the disk is full
         * @throws UncheckedIOException if the file cannot be written for another reason
         * @throws IOException if the client's bytes cannot be read
         */
        FileBytes store(String name, InputStream in) throws IOException {
            byte[] head = in.readNBytes(room + 1);
            if (head.length <= room) {
                room -= head.length;
                return new FileBytes.InMemory(head);
            }
            Path file = write(name, this::newFile);
            long length = 0;
            try (OutputStream out = write(name, () -> disk.file(file))) {
                byte[] some = new byte[BUFFER];
                InputStream all = new SequenceInputStream(new ByteArrayInputStream(head), in);
                for (int got = all.read(some); got >= 0; got = all.read(some)) {
                    length += got;
                    DocumentIntake.check(name, length);
                    count(got);
                    int count = got;
                    var _ =
                            write(
                                    name,
                                    () -> {
                                        out.write(some, 0, count);
                                        return count;
                                    });
                }
            }
            return new FileBytes.OnDisk(file, length);
        }

        private Path newFile() throws IOException {
            Files.createDirectories(folder);
            Path file = Files.createTempFile(folder, OWN, "");
            files.add(file);
            return file;
        }

        /**
         * Runs an operation on the disk, so that its failures differ from those of the client's
         * bytes.
         */
        private <T> T write(String name, DiskOperation<T> operation) {
            try {
                return operation.run();
            } catch (IOException e) {
                if (disk.explain(e, "'" + name + "'", folder) instanceof FailureException full) {
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

    /** Returns an empty batch for the files of one form. */
    public Batch batch() {
        return new Batch();
    }

    /** Returns the files of other processes, which have ended. */
    private static List<Path> leftovers(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.getFileName().toString().startsWith(OWN)).toList();
        }
    }
}
