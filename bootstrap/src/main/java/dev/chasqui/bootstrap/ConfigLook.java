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
 * What the config file was at a moment. Two that are equal, some time apart, tell that nobody is
 * writing it.
 *
 * @param content the SHA-256 of what is in it, or a word that is none where it cannot be read;
 *     empty where there is no file
 */
record ConfigLook(long size, FileTime changed, String content) {
    private static final FileTime NEVER = FileTime.fromMillis(0);
    private static final ConfigLook NOTHING = new ConfigLook(0, NEVER, "");
    private static final ConfigLook UNREADABLE = new ConfigLook(0, NEVER, "unreadable");
    private static final int BUFFER = 64 * 1024;

    /** Takes a look; links are followed. What is no regular file, such as a pipe, is not read. */
    static ConfigLook at(Optional<Path> file) {
        return file.map(ConfigLook::at).orElse(NOTHING);
    }

    private static ConfigLook at(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return now.isRegularFile()
                    ? new ConfigLook(now.size(), now.lastModifiedTime(), sha256(file))
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

    /** Whether there was a file, be it one that cannot be read. */
    boolean isThere() {
        return !content.isEmpty();
    }

    boolean saysTheSameAs(ConfigLook other) {
        return content.equals(other.content);
    }
}
