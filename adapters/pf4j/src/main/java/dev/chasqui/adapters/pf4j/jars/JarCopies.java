package dev.chasqui.adapters.pf4j.jars;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * The folder of private copies of jars, from which classes are loaded. Without copies, an
 * overwritten jar would break the classes that are not loaded yet. Safe for use by several threads.
 */
public final class JarCopies {
    private static final System.Logger LOG = System.getLogger(JarCopies.class.getName());

    private static final int BUFFER = 64 * 1024;

    private final Path folder;
    private final AtomicLong count = new AtomicLong();

    /** A copy and the SHA-256 of its bytes, which is empty if no hash was asked for. */
    public record Copy(Path file, String sha256) {}

    /**
     * Deletes the copies that a crash left in the folder.
     *
     * @param folder the folder, which is created by the first copy
     */
    public JarCopies(Path folder) {
        this.folder = folder;
        leftovers().forEach(this::delete);
    }

    /**
     * Copies a jar. The hash is that of the copy, even if the jar is being written.
     *
     * @param hashed true if the hash is needed at once; it costs more than the copy
     * @throws IllegalArgumentException if the jar is too large
     * @throws IOException if the jar cannot be read or the copy cannot be written
     */
    public Copy of(Path jar, boolean hashed) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(count.incrementAndGet() + "-" + jar.getFileName());
        try {
            copy(jar, file);
            return new Copy(file, hashed ? JarTrust.sha256(file) : "");
        } catch (IOException | IllegalArgumentException e) {
            delete(file);
            throw e;
        }
    }

    /** Copies no more than a jar may have, even if the file grows or is exchanged meanwhile. */
    private static void copy(Path jar, Path file) throws IOException {
        try (InputStream in = Files.newInputStream(jar);
                OutputStream out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            byte[] buffer = new byte[BUFFER];
            long left = JarInspection.MOST_BYTES;
            for (int more = in.read(buffer); more >= 0; more = in.read(buffer)) {
                left -= more;
                if (left < 0) {
                    throw new IllegalArgumentException(
                            "it has more than "
                                    + JarInspection.MOST_BYTES
                                    + " bytes (expected: at most as many)");
                }
                out.write(buffer, 0, more);
            }
        }
    }

    /** Deletes a copy that no class loader reads any more. */
    public void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> copy + " cannot be deleted (" + e + "); the next start tries again");
        }
    }

    private List<Path> leftovers() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
