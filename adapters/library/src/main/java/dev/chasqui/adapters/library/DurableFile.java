package dev.chasqui.adapters.library;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.files.PrivateFile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * The writing of a JSON file so that it outlives a crash, and is never seen half written.
 * Stateless.
 */
final class DurableFile {
    private DurableFile() {}

    /**
     * Writes a file, or replaces it.
     *
     * @throws FailureException with {@code DiskFull} if it cannot be written
     */
    static void write(Path file, byte[] content) {
        Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
        try {
            Files.createDirectories(folder(file));
            try (FileChannel channel =
                    FileChannel.open(
                            fresh,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content);
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(
                    fresh,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            forceFolder(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Writes a file that only its owner may read, or replaces it.
     *
     * @throws FailureException with {@code DiskFull} if it cannot be written
     */
    static void writePrivate(Path file, byte[] content) {
        try {
            Files.createDirectories(folder(file));
            long _ = PrivateFile.write(file, out -> out.write(content));
            forceFolder(file);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    /**
     * Deletes a file.
     *
     * @return false if there is none
     * @throws FailureException with {@code DiskFull} if it cannot be deleted
     */
    static boolean delete(Path file) {
        try {
            boolean deleted = Files.deleteIfExists(file);
            forceFolder(file);
            return deleted;
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent());
    }

    private static void forceFolder(Path file) {
        try (FileChannel folder = FileChannel.open(folder(file), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Not every system can open folders; such a system persists names itself.
        }
    }

    private static FailureException unwritable(Path file, IOException e) {
        return new FailureException(
                new Failure.DiskFull(
                        "the data folder cannot be written ("
                                + e.getClass().getSimpleName()
                                + " at "
                                + file.getFileName()
                                + "); make room, or make it writable"),
                e);
    }
}
