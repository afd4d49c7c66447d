package dev.chasqui.adapters.hub;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A file that the hub lists.
 *
 * @param path its name in the repository; safe to be resolved in a folder
 * @param size in bytes
 * @param content the checksum of its bytes
 */
record RepoFile(String path, long size, ContentId content) {
    private static final int LONGEST_PATH = 512;

    /** No separator of another system, no wildcard, nothing invisible, nothing hidden. */
    private static final Pattern SEGMENT =
            Pattern.compile(
                    "[^./\\\\:*?\"<>|\\p{Cntrl}\\p{Cf}\\s][^/\\\\:*?\"<>|\\p{Cntrl}\\p{Cf}]*");

    RepoFile {
        if (!isSafe(path) || size < 1) {
            throw new IllegalArgumentException(
                    "file: "
                            + path
                            + ", "
                            + size
                            + " bytes (expected: a relative path, not empty)");
        }
    }

    /** Whether a name can be resolved in a folder and stays in it, on every system. */
    static boolean isSafe(String path) {
        if (path.isEmpty() || path.length() > LONGEST_PATH) {
            return false;
        }
        for (String segment : path.split("/", -1)) {
            if (!SEGMENT.matcher(segment).matches()
                    || segment.endsWith(".")
                    || segment.endsWith(" ")) {
                return false;
            }
        }
        try {
            return !Path.of(path).isAbsolute();
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The last part of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
