package dev.chasqui.adapters.pf4j.jars;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The outer facts of a jar's file, which change whenever the file is written or replaced.
 *
 * @param size the size in bytes; -1 if the file cannot be looked up
 * @param changed the time of the last modification
 * @param key the file's identity in its file system; empty if that has none
 */
public record JarStamp(long size, FileTime changed, String key) {
    private static final JarStamp NONE = new JarStamp(-1, FileTime.fromMillis(0), "");

    /** Returns the stamp of a file; links are followed. */
    public static JarStamp of(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            Object key = now.fileKey();
            return new JarStamp(
                    now.size(), now.lastModifiedTime(), key == null ? "" : key.toString());
        } catch (IOException e) {
            return NONE;
        }
    }
}
