package dev.chasqui.bootstrap.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files to add as documents, found in folders or named themselves. Links are not followed.
 *
 * <p>Used by one thread.
 */
final class DocumentFiles {
    /** What is taken out of folders; a file that is named itself is always tried. */
    private static final Set<String> ENDINGS =
            Set.of(
                    "txt",
                    "text",
                    "md",
                    "markdown",
                    "rst",
                    "adoc",
                    "asciidoc",
                    "org",
                    "tex",
                    "csv",
                    "tsv",
                    "log",
                    "html",
                    "htm",
                    "xhtml",
                    "pdf");

    /**
     * One file.
     *
     * @param name what the document shall be called: its place as seen from beside the folder that
     *     was named, with slashes
     * @param size in bytes
     */
    record Document(Path path, String name, long size) {}

    private final List<Document> found = new ArrayList<>();
    private int skipped;
    private int unreadable;

    /**
     * Finds the files.
     *
     * @throws CommandFailure if something that was named is not there or cannot be read
     */
    static DocumentFiles under(List<Path> named) {
        DocumentFiles files = new DocumentFiles();
        for (Path path : named) {
            try {
                Path real = path.toRealPath();
                if (Files.isDirectory(real)) {
                    Files.walkFileTree(real, files.new Walk(real));
                } else {
                    String name = String.valueOf(real.getFileName());
                    files.found.add(new Document(real, name, Files.size(real)));
                }
            } catch (NoSuchFileException e) {
                throw CommandFailure.refused(path + ": there is no such file or folder.");
            } catch (IOException e) {
                throw CommandFailure.failed(path + " cannot be read (" + e.getMessage() + ").");
            }
        }
        files.found.sort(Comparator.comparing(Document::name));
        return files;
    }

    /** The files, in the order of their names. */
    List<Document> found() {
        return List.copyOf(found);
    }

    /** What was left out, in words; empty if nothing was. */
    String leftOut() {
        List<String> words = new ArrayList<>();
        if (skipped > 0) {
            words.add("skipped " + skipped + " that are hidden or of kinds without text");
        }
        if (unreadable > 0) {
            words.add(unreadable + " cannot be read");
        }
        return String.join(", ", words);
    }

    /** A walk through one folder. */
    private final class Walk extends SimpleFileVisitor<Path> {
        private final Path folder;

        Walk(Path folder) {
            this.folder = folder;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            return !path.equals(folder) && isHidden(path)
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && !isHidden(path) && ENDINGS.contains(ending(path))) {
                found.add(new Document(path, name(path), attributes.size()));
            } else {
                skipped++;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException why) {
            unreadable++;
            return FileVisitResult.CONTINUE;
        }

        private String name(Path path) {
            Path beside = folder.getParent();
            Path place = beside == null ? path : beside.relativize(path);
            return place.toString().replace(path.getFileSystem().getSeparator(), "/");
        }
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    private static String ending(Path path) {
        String name = String.valueOf(path.getFileName());
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
