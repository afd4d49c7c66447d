package dev.chasqui.domain.files;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A walk through a folder of a user, past what is hidden and what an ignore file leaves out. Used
 * by one thread, once.
 */
public abstract class DocumentWalk extends SimpleFileVisitor<Path> {
    private final Path folder;
    private final IgnoredFiles ignored = new IgnoredFiles();

    /**
     * @param folder the folder with which the walk begins
     */
    protected DocumentWalk(Path folder) {
        this.folder = folder;
    }

    /** Returns true if a file is of a kind that is looked for, by its own name. */
    protected abstract boolean takes(String fileName);

    /**
     * Takes a file.
     *
     * @param name its path below the folder, with slashes
     */
    protected abstract FileVisitResult take(String name, Path path, BasicFileAttributes attributes);

    /** Counts a file that is hidden, ignored, no file, or of another kind; none of a folder's. */
    protected void leaveOut() {}

    /** Counts a file or folder that cannot be read, wholly or in part. */
    protected abstract void unreadable();

    @Override
    public final FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes)
            throws IOException {
        if (!path.equals(folder) && (isHidden(path) || ignored.contains(path, true))) {
            return FileVisitResult.SKIP_SUBTREE;
        }
        ignored.enter(path);
        return FileVisitResult.CONTINUE;
    }

    @Override
    public final FileVisitResult postVisitDirectory(Path path, @Nullable IOException failure) {
        ignored.leave();
        if (failure != null) {
            unreadable();
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public final FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
        if (attributes.isRegularFile()
                && !isHidden(path)
                && takes(fileName(path))
                && !ignored.contains(path, false)) {
            return take(IgnoredFiles.slashed(folder.relativize(path)), path, attributes);
        }
        leaveOut();
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path path, IOException failure) throws IOException {
        unreadable();
        return FileVisitResult.CONTINUE;
    }

    private static boolean isHidden(Path path) {
        return fileName(path).startsWith(".");
    }

    private static String fileName(Path path) {
        return String.valueOf(path.getFileName());
    }
}
