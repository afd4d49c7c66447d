package dev.chasqui.adapters.pf4j.jars;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The rule for trusted jars: a jar is trusted by the folder in which it lies, or by the hash of its
 * bytes. The names that it gives itself and its agents do not count.
 *
 * @param folder the distribution's own folder; empty if there is none
 * @param sha256 the SHA-256 of each other trusted jar, hexadecimal in small letters
 */
public record JarTrust(Optional<Path> folder, Set<String> sha256) {
    /** A rule that trusts no jar. */
    public static final JarTrust NONE = new JarTrust(Optional.empty(), Set.of());

    private static final int BUFFER = 64 * 1024;

    public JarTrust {
        sha256 = Set.copyOf(sha256);
    }

    /** Returns true if a jar with this hash is trusted in any folder. */
    public boolean trustsHash(String hash) {
        return sha256.contains(hash);
    }

    /** Returns true if a jar lies in the distribution's own folder, links included. */
    public boolean isOwn(Path jar) throws IOException {
        Path parent = jar.getParent();
        return parent != null
                && folder.isPresent()
                && Files.isDirectory(folder.get())
                && Files.isSameFile(folder.get(), parent);
    }

    /**
     * Returns the SHA-256 of a jar, hexadecimal in small letters.
     *
     * @throws IOException if it cannot be read, or has more bytes than a jar may have
     */
    public static String sha256(Path file) throws IOException {
        MessageDigest digest = newDigest();
        byte[] buffer = new byte[BUFFER];
        long left = JarInspection.MOST_BYTES;
        try (InputStream in = Files.newInputStream(file)) {
            for (int more = in.read(buffer); more >= 0; more = in.read(buffer)) {
                left -= more;
                if (left < 0) {
                    throw new IOException(
                            "it has more than " + JarInspection.MOST_BYTES + " bytes");
                }
                digest.update(buffer, 0, more);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Returns the SHA-256 of a jar; empty if it cannot be read or is too large. */
    public static Optional<String> hash(Path file) {
        if (JarInspection.tooLarge(file).isPresent()) {
            return Optional.empty();
        }
        try {
            return Optional.of(sha256(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
