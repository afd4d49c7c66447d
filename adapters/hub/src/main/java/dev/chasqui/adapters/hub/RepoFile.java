package dev.chasqui.adapters.hub;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file that the hub lists.
 *
 * @param path its name in the repository, which can safely be resolved in a folder
 * @param size its size in bytes
 * @param content the checksum of its bytes
 */
record RepoFile(String path, long size, ContentId content) {
    private static final int LONGEST_PATH = 512;

    /**
     * A segment without separators of other systems, wildcards and invisible characters, and not
     * hidden.
     */
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

    /** Returns true if a name, resolved in a folder, stays in it on every system. */
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

    /** Returns the last segment of the path. */
    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * The checksum by which the hub names a file: SHA-256 of a large file, git's SHA-1 of a small
     * one.
     *
     * @param hex 64 or 40 digits, in lower case
     */
    record ContentId(String hex) {
        private static final int SHA_1_DIGITS = 40;
        private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}|[0-9a-f]{40}");

        ContentId {
            if (!FORM.matcher(hex).matches()) {
                throw new IllegalArgumentException(
                        "checksum: " + hex + " (expected: 40 or 64 hexadecimal digits)");
            }
        }

        /** Parses a checksum; empty if the text is none. */
        static Optional<ContentId> parse(String text) {
            return FORM.matcher(text).matches()
                    ? Optional.of(new ContentId(text))
                    : Optional.empty();
        }

        /** Returns the checksum with its kind in front. */
        String prefixed() {
            return (hex.length() == SHA_1_DIGITS ? "sha1:" : "sha256:") + hex;
        }

        /** Returns a digest that is to be updated with the bytes of a file of this size. */
        MessageDigest digest(long size) {
            MessageDigest digest = algorithm();
            if (hex.length() == SHA_1_DIGITS) {
                digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
            }
            return digest;
        }

        /** Returns true if a digest has this value. */
        boolean is(byte[] sum) {
            return hex.equals(HexFormat.of().formatHex(sum));
        }

        private MessageDigest algorithm() {
            try {
                return MessageDigest.getInstance(
                        hex.length() == SHA_1_DIGITS ? "SHA-1" : "SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has it", e);
            }
        }
    }
}
