package dev.chasqui.plugins.rag.folders;

import dev.chasqui.domain.files.IgnoredFiles;
import dev.chasqui.plugins.rag.reading.FileKind;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.TreeMap;

/**
 * The files of a folder and the folders below it that are documents: of a kind that can be read,
 * not hidden, and not left out by an ignore file. Links are not followed.
 *
 * @param files the files by name: the path below the folder, with slashes
 * @param complete false if a part of the folder could not be read, or if there are too many files
 */
record FolderFiles(Map<String, FileState> files, boolean complete) {
    private static final int MOST_FILES = 200_000;
    private static final int DEEPEST = 64;

    /**
     * The state of a file. A file whose state is the same is taken as unchanged.
     *
     * @param path the file
     * @param size its size, in bytes
     * @param modified the time of its last change
     */
    record FileState(Path path, long size, Instant modified) {}

    /**
     * Looks at all files of a folder.
     *
     * @throws IOException if the folder itself cannot be read
     */
    static FolderFiles of(Path folder) throws IOException {
        Path real = folder.toRealPath();
        Walk walk = new Walk(real);
        Files.walkFileTree(
                real, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEEPEST, walk);
        return new FolderFiles(walk.files, walk.complete);
    }

    private static final class Walk extends SimpleFileVisitor<Path> {
        private final Path folder;
        private final IgnoredFiles ignored = new IgnoredFiles();
        private final Map<String, FileState> files = new TreeMap<>();
        private boolean complete = true;

        Walk(Path folder) {
            this.folder = folder;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
                throws IOException {
            if (!path.equals(folder) && (isHidden(path) || ignored.contains(path, true))) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            ignored.enter(path);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) {
            ignored.leave();
            complete &= failure == null;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            String name = name(path);
            if (attributes.isRegularFile()
                    && !isHidden(path)
                    && FileKind.ofName(name).isPresent()
                    && !ignored.contains(path, false)) {
                if (files.size() == MOST_FILES) {
                    complete = false;
                    return FileVisitResult.TERMINATE;
                }
                files.put(
                        name,
                        new FileState(
                                path,
                                attributes.size(),
                                attributes.lastModifiedTime().toInstant()));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
            if (path.equals(folder)) {
                throw failure;
            }
            complete = false;
            return FileVisitResult.CONTINUE;
        }

        private String name(Path path) {
            return folder.relativize(path)
                    .toString()
                    .replace(path.getFileSystem().getSeparator(), "/");
        }

        private static boolean isHidden(Path path) {
            return String.valueOf(path.getFileName()).startsWith(".");
        }
    }
}
