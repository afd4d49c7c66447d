package dev.chasqui.domain.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The files that the ignore files of the folders on the way down leave out. The rules of a folder
 * go before those of the folders above it. Used by one thread, during one walk.
 */
final class IgnoredFiles {
    private static final List<String> NAMES = List.of(".gitignore", ".chasquiignore");

    private static final int MOST_BYTES = 1 << 20;

    private final Deque<Folder> folders = new ArrayDeque<>();

    private record Folder(Path path, IgnoreRules rules) {}

    /**
     * Reads the rules of a folder that the walk enters.
     *
     * @throws IOException if an ignore file cannot be read
     */
    void enter(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : NAMES) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                lines.addAll(lines(file));
            }
        }
        folders.push(new Folder(folder, IgnoreRules.of(lines)));
    }

    /** Forgets the rules of the folder that the walk leaves. */
    void leave() {
        folders.pop();
    }

    /** Returns true if a file or folder below the entered folders is left out. */
    boolean contains(Path path, boolean isFolder) {
        for (Folder folder : folders) {
            String below = slashed(folder.path().relativize(path));
            Optional<Boolean> ignores = folder.rules().ignores(below, isFolder);
            if (ignores.isPresent()) {
                return ignores.get();
            }
        }
        return false;
    }

    /** Returns a path with slashes, on any system. */
    static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
    }

    /** Reads the first megabyte of a file; more rules than that are no rules of a person. */
    private static List<String> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
