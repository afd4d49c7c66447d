package dev.chasqui.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
     * @param name what the document shall be called: its path as it was named, or from the name of
     *     its folder on where that was named from elsewhere ({@code /}, {@code ..}); with slashes
     * @param size in bytes
     */
    record Document(Path path, String name, long size) {
        /**
         * Whether the name is that of the file. Of one that is not text in the locale's encoding
         * only what can be read of it is there, which others may have in common.
         */
        boolean isNamed() {
            try {
                return Path.of(path.toString()).equals(path);
            } catch (InvalidPathException e) {
                return false;
            }
        }
    }

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
                    Files.walkFileTree(real, files.new Walk(real, prefix(path, real)));
                } else {
                    files.found.add(new Document(real, prefix(path, real), Files.size(real)));
                }
            } catch (NoSuchFileException e) {
                throw CommandFailure.refused(path + ": there is no such file or folder.");
            } catch (IOException e) {
                throw CommandFailure.failed(path + " cannot be read (" + e.getMessage() + ").");
            }
        }
        files.found.sort(Comparator.comparing(Document::name));
        files.requireNamesOfTheirOwn();
        return files;
    }

    /** Two documents of one name would replace one another. */
    private void requireNamesOfTheirOwn() {
        for (int i = 1; i < found.size(); i++) {
            Document one = found.get(i - 1);
            Document other = found.get(i);
            if (one.name().equals(other.name())
                    && !one.path().equals(other.path())
                    && one.isNamed()
                    && other.isNamed()) {
                throw CommandFailure.refused(
                        one.path()
                                + " and "
                                + other.path()
                                + " would both be the document "
                                + one.name()
                                + ": add them to collections of their own, or from a folder above"
                                + " both.");
            }
        }
    }

    private static String prefix(Path named, Path real) {
        Path plain = named.normalize();
        boolean fromHere =
                !plain.isAbsolute() && !plain.toString().isEmpty() && !plain.startsWith("..");
        return slashed(fromHere ? plain : real.getFileName() == null ? real : real.getFileName());
    }

    private static String slashed(Path path) {
        return path.toString().replace(path.getFileSystem().getSeparator(), "/");
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
        private final String prefix;

        Walk(Path folder, String prefix) {
            this.folder = folder;
            this.prefix = prefix;
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
            return prefix + "/" + slashed(folder.relativize(path));
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
