package dev.chasqui.bootstrap;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The state of the config file at one moment. Two equal states, some time apart, show that nobody
 * is writing it.
 *
 * @param size the size in bytes
 * @param changed the time of the last modification
 * @param content the SHA-256 of the content; {@code unreadable} if the file cannot be read; empty
 *     if there is no file
 */
record ConfigFileState(long size, FileTime changed, String content) {
    private static final FileTime NEVER = FileTime.fromMillis(0);
    private static final ConfigFileState NOTHING = new ConfigFileState(0, NEVER, "");
    private static final ConfigFileState UNREADABLE = new ConfigFileState(0, NEVER, "unreadable");
    private static final int BUFFER = 64 * 1024;

    /**
     * Reads the state. Links are followed; anything but a regular file, such as a pipe, counts as
     * no file.
     */
    static ConfigFileState read(Optional<Path> file) {
        return file.map(ConfigFileState::read).orElse(NOTHING);
    }

    private static ConfigFileState read(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.isRegularFile()
                    ? new ConfigFileState(now.size(), now.lastModifiedTime(), sha256(file))
                    : NOTHING;
        } catch (NoSuchFileException e) {
            return NOTHING;
        } catch (IOException e) {
            return UNREADABLE;
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[BUFFER];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Returns true if there was a file, even one that cannot be read. */
    boolean exists() {
        return !content.isEmpty();
    }

    boolean hasSameContent(ConfigFileState other) {
        return content.equals(other.content);
    }
}
