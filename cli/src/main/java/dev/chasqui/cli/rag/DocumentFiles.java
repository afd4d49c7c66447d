package dev.chasqui.cli.rag;

import dev.chasqui.cli.command.CommandFailure;
import dev.chasqui.domain.files.DocumentWalk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files to add as documents: those that are named, and those in named folders. Links in folders
 * are not followed, and what the {@code .gitignore} and {@code .chasquiignore} of these folders
 * leave out is left out.
 *
 * <p>Not thread-safe.
 */
final class DocumentFiles {
    /**
     * The endings of files that are taken from folders; a file that is named itself is always
     * tried.
     */
    private static final Set<String> ENDINGS =
            Set.of(
                    """
                    txt text log rst adoc asciidoc org tex xml md markdown mdown html htm xhtml
                    csv tsv json jsonl ndjson ipynb srt vtt
                    pdf docx docm dotx pptx pptm ppsx potx xlsx xlsm xltx odt ott ods ots odp otp
                    epub rtf doc dot xls xlt ppt pps eml mbox mbx
                    java kt kts scala groovy gradle c h cc cpp cxx hpp cs go rs swift m py rb php
                    pl lua r jl js mjs cjs ts jsx tsx vue sh bash zsh ps1 bat sql css scss less
                    proto yaml yml toml ini cfg conf properties tf hs ml clj ex exs erl dart zig\
                    """
                            .split("\\s+"));

    /**
     * A file to add.
     *
     * @param path the real path of the file
     * @param name the document's name: the path as it was named; if that begins outside the current
     *     folder ({@code /}, {@code ..}), only the part from the named file or folder on; with
     *     slashes
     * @param size the size in bytes
     */
    record Document(Path path, String name, long size) {
        /**
         * Returns true if the name identifies the file. A file name that is no text in the locale's
         * encoding is decoded only in part, and the decoded part may be that of another file too.
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
     * @throws CommandFailure if a named path does not exist or cannot be read, or if two files
     *     would have the same name
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

    /** Refuses two documents of the same name, since one would replace the other. */
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

    /** Returns the files, ordered by name. */
    List<Document> found() {
        return List.copyOf(found);
    }

    /** Describes the files that were left out; empty if there are none. */
    String leftOut() {
        List<String> words = new ArrayList<>();
        if (skipped > 0) {
            words.add("skipped " + skipped + " that are hidden, ignored or of kinds without text");
        }
        if (unreadable > 0) {
            words.add(unreadable + " cannot be read");
        }
        return String.join(", ", words);
    }

    /** A walk through one folder. */
    private final class Walk extends DocumentWalk {
        private final String prefix;

        Walk(Path folder, String prefix) {
            super(folder);
            this.prefix = prefix;
        }

        @Override
        protected boolean takes(String fileName) {
            return ENDINGS.contains(ending(fileName));
        }

        @Override
        protected FileVisitResult take(String name, Path path, BasicFileAttributes attributes) {
            found.add(new Document(path, prefix + "/" + name, attributes.size()));
            return FileVisitResult.CONTINUE;
        }

        @Override
        protected void leaveOut() {
            skipped++;
        }

        @Override
        protected void unreadable() {
            unreadable++;
        }
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }
}
