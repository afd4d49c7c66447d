package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folder of saved slots, with a subfolder for each model. Only the owner can read it, since
 * slots hold conversations. Thread-safe.
 */
public final class SlotFolder {
    /** The limit of all saved slots of all models together, 2 GiB. */
    public static final ByteSize MOST = new ByteSize(2L << 30);

    private static final int NAME_LENGTH = 16;

    private final Path root;
    private final ByteSize most;

    private SlotFolder(Path root, ByteSize most) {
        this.root = root;
        this.most = most;
    }

    /**
     * Creates the folder if it is missing, and deletes the slots of other models.
     *
     * @param root the folder
     * @param models the names of the models whose slots are kept
     * @param most the limit of all slots; the oldest are deleted first
     * @throws IOException if the folder cannot be used
     */
    public static SlotFolder open(Path root, Collection<String> models, ByteSize most)
            throws IOException {
        SlotFolder folder = new SlotFolder(root, most);
        restrictToOwner(root);
        Set<Path> known = models.stream().map(folder::pathOf).collect(Collectors.toSet());
        for (Path one : inside(root)) {
            if (!known.contains(one)) {
                delete(one);
            }
        }
        folder.trim();
        return folder;
    }

    /** Deletes a file, or a folder with all its content. */
    public static void delete(Path path) throws IOException {
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            for (Path one : inside(path)) {
                delete(one);
            }
        }
        Files.deleteIfExists(path);
    }

    /** Returns the folder of a model, created if it is missing. */
    Path of(String model) throws IOException {
        Path folder = pathOf(model);
        restrictToOwner(folder);
        return folder;
    }

    private Path pathOf(String model) {
        return root.resolve(shortHash(model));
    }

    /** Returns a file name for a text of any length with any characters. */
    static String shortHash(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash).substring(0, NAME_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void restrictToOwner(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
    }

    /** Deletes the oldest files until the others are within the limit. */
    synchronized void trim() throws IOException {
        List<SavedSlot> oldestFirst =
                inside(root).stream()
                        .flatMap(model -> files(model).stream())
                        .sorted(Comparator.comparing(SavedSlot::at))
                        .toList();
        long total = oldestFirst.stream().mapToLong(SavedSlot::size).sum();
        for (SavedSlot one : oldestFirst) {
            if (total <= most.bytes()) {
                return;
            }
            Files.deleteIfExists(one.path());
            total -= one.size();
        }
    }

    private record SavedSlot(Path path, long size, FileTime at) {}

    private static List<SavedSlot> files(Path folder) {
        try {
            return inside(folder).stream().flatMap(SlotFolder::saved).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Returns the state of a file; empty if it has been deleted meanwhile, since other models save
     * and load at the same time.
     */
    private static Stream<SavedSlot> saved(Path file) {
        try {
            return Stream.of(
                    new SavedSlot(file, Files.size(file), Files.getLastModifiedTime(file)));
        } catch (NoSuchFileException e) {
            return Stream.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> inside(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }
}
