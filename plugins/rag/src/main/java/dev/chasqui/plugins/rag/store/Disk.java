package dev.chasqui.plugins.rag.store;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The disk to which documents are written. Tests replace it by a full one. */
public class Disk {
    private static final System.Logger LOG = System.getLogger(Disk.class.getName());

    /** The English messages of Linux, macOS and Windows for a full disk. */
    private static final Pattern FULL =
            Pattern.compile(
                    "(?i)no space left on device|disk quota exceeded|not enough space on the disk");

    /** The free bytes below which every failed write counts as caused by a full disk. */
    private static final long ALMOST_NOTHING = 1 << 20;

    /** Opens the directory of an index. */
    Directory index(Path folder) throws IOException {
        return new MMapDirectory(folder);
    }

    /** Opens a file for writing; an old one is replaced. */
    public OutputStream file(Path file) throws IOException {
        return Files.newOutputStream(file);
    }

    /** Returns the free bytes on the file system of a folder, which need not exist yet. */
    long free(Path folder) throws IOException {
        Path existing = folder.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return Files.getFileStore(existing).getUsableSpace();
    }

    /**
     * Returns the failure to report for a failed write.
     *
     * @param failure the failure of the write
     * @param what a name of the written thing, for messages
     * @param folder a folder on the disk that was written to
     * @return a {@link FailureException} with {@code DiskFull} if the disk is full, else the
     *     failure itself
     */
    public Throwable explain(Throwable failure, String what, Path folder) {
        if (failure instanceof FailureException || !isFull(failure, folder)) {
            return failure;
        }
        LOG.log(System.Logger.Level.WARNING, "the disk is full: {0} was not written", what);
        return new FailureException(
                new Failure.DiskFull(
                        "the server's disk is full, so "
                                + what
                                + " was not written; free some space there, then try again"),
                failure);
    }

    private boolean isFull(Throwable failure, Path folder) {
        Optional<IOException> thrown = Optional.empty();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof IOException e) {
                thrown = Optional.of(e);
                if (FULL.matcher(String.valueOf(e.getMessage())).find()) {
                    return true;
                }
            }
        }
        try {
            return thrown.isPresent() && free(folder) < ALMOST_NOTHING;
        } catch (IOException e) {
            return false;
        }
    }
}
