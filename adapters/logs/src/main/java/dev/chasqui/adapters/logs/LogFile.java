package dev.chasqui.adapters.logs;

import java.nio.file.Path;

/**
 * The file that a log is written to.
 *
 * @param path the present file. Older files lie beside it as {@code path.1}, the youngest, to
 *     {@code path.N}. Its folder is created if it is missing
 * @param maxBytes the size in bytes from which the file is rotated; a line is never split
 * @param maxFiles the number of files that are kept, the present one included; at least 1
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

    /** Returns the path of the file that has been rotated the given number of times. */
    Path rotated(int times) {
        return path.resolveSibling(path.getFileName() + "." + times);
    }
}
