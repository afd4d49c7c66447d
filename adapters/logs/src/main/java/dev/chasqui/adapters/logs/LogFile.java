package dev.chasqui.adapters.logs;

import java.nio.file.Path;

/**
 * The file that a log is written to.
 *
 * @param path the present file; those that were put aside are {@code path.1}, the youngest, to
 *     {@code path.N}. Its folder is made
 * @param maxBytes how large it may become before it is put aside; a line is never parted
 * @param maxFiles how many files are kept, the present one included; at least 1
 */
public record LogFile(Path path, long maxBytes, int maxFiles) {
    public LogFile {
        if (maxBytes < 1) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: at least 1)");
        }
        if (maxFiles < 1) {
            throw new IllegalArgumentException("maxFiles: " + maxFiles + " (expected: at least 1)");
        }
    }

    /** Where the file goes that has been put aside so many times. */
    Path aside(int times) {
        return path.resolveSibling(path.getFileName() + "." + times);
    }
}
