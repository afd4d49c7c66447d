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

/** The disk that documents are written to. A test may have one that is full. */
public class Disk {
    private static final System.Logger LOG = System.getLogger(Disk.class.getName());

    /** The words of Linux, macOS and Windows, in English. */
    private static final Pattern FULL =
            Pattern.compile(
                    "(?i)no space left on device|disk quota exceeded|not enough space on the disk");

    /** With less than this, in bytes, a failure to write needs no words. */
    private static final long NEXT_TO_NOTHING = 1 << 20;

    /** The files of an index. */
    Directory index(Path folder) throws IOException {
        return new MMapDirectory(folder);
    }

    /** Writes a file anew. */
    public OutputStream file(Path file) throws IOException {
        return Files.newOutputStream(file);
    }

    /** How many bytes there is room for where a folder is, or is to be made. */
    long free(Path folder) throws IOException {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        return Files.getFileStore(there).getUsableSpace();
    }

    /**
     * What is to be told of a failure to write.
     *
     * @param what was written, for messages
     * @return {@code DiskFull} if that is why, else the failure itself
     */
    public Throwable told(Throwable failure, String what, Path folder) {
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
            return thrown.isPresent() && free(folder) < NEXT_TO_NOTHING;
        } catch (IOException e) {
            return false;
        }
    }
}
