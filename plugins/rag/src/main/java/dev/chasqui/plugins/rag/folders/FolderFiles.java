package dev.chasqui.plugins.rag.folders;

import dev.chasqui.domain.files.DocumentWalk;
import dev.chasqui.plugins.rag.reading.FileKind;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Files.walkFileTree(real, EnumSet.noneOf(FileVisitOption.class), DEEPEST, walk);
        return new FolderFiles(walk.files, walk.complete);
    }

    private static final class Walk extends DocumentWalk {
        private final Path folder;
        private final Map<String, FileState> files = new TreeMap<>();
        private boolean complete = true;

        Walk(Path folder) {
            super(folder);
            this.folder = folder;
        }

        @Override
        protected boolean takes(String fileName) {
            return FileKind.ofName(fileName).isPresent();
        }

        @Override
        protected FileVisitResult take(String name, Path path, BasicFileAttributes attributes) {
            if (files.size() == MOST_FILES) {
                complete = false;
                return FileVisitResult.TERMINATE;
            }
            Instant modified = attributes.lastModifiedTime().toInstant();
            files.put(name, new FileState(path, attributes.size(), modified));
            return FileVisitResult.CONTINUE;
        }

        @Override
        protected void unreadable() {
            complete = false;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
            if (path.equals(folder)) {
                throw failure;
            }
            return super.visitFileFailed(path, failure);
        }
    }
}
