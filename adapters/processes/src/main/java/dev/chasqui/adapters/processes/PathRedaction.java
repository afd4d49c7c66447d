package dev.chasqui.adapters.processes;

import dev.chasqui.application.port.LoadFailure;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A filter that removes paths of this machine from texts for callers: only the bare names of files
 * remain. The log, which is for administrators, keeps the paths.
 *
 * <p>A path is recognised by its form. A path with spaces cannot be recognised so; therefore the
 * filter also knows the words with which the server was started, and the folders of this process.
 */
final class PathRedaction {
    /** The limit of characters in a failure's text for callers. */
    private static final int LONGEST_FOR_CALLER = 4 * 1024;

    private static final String SEGMENT = "[^\\s/'\"`,;()<>|*]++";

    /**
     * A path of at least two segments: {@code /health} is no path of a machine, and neither is a
     * URL.
     */
    private static final Pattern PATH =
            Pattern.compile(
                    "(?<![\\w/.\\]-])~?(?!(?<=:)//[^/])(?:/++"
                            + SEGMENT
                            + "(?=/))+/++("
                            + SEGMENT
                            + ")/*");

    private final List<String> files;
    private final List<Folder> folders;

    /** A folder, with the pattern for the names of files at any depth in it. */
    private record Folder(String path, Pattern below) {
        Folder(String path) {
            this(
                    path,
                    Pattern.compile(
                            Pattern.quote(path)
                                    + "(?:/++"
                                    + SEGMENT
                                    + "(?=/))*/++("
                                    + SEGMENT
                                    + ")/*"));
        }
    }

    private PathRedaction(Collection<String> files, Collection<String> folders) {
        this.files = longestFirst(files);
        this.folders = longestFirst(folders).stream().map(Folder::new).toList();
    }

    private static List<String> longestFirst(Collection<String> texts) {
        return texts.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .distinct()
                .toList();
    }

    /**
     * Returns the filter for texts about one server.
     *
     * @param words the words of its command and the values of its environment
     * @param folders the folders that may hold its files, or ours
     */
    static PathRedaction of(Collection<String> words, Collection<Path> folders) {
        Set<String> files = new LinkedHashSet<>();
        Set<String> around = new LinkedHashSet<>();
        for (Path folder : folders) {
            addFolder(folder.toAbsolutePath().normalize(), around);
        }
        for (String word : words) {
            for (String one : List.of(word, word.substring(word.indexOf('=') + 1))) {
                add(one, files, around);
            }
        }
        return new PathRedaction(files, around);
    }

    /** Adds a word that is a path. A relative one counts only if the file exists. */
    private static void add(String word, Set<String> files, Set<String> folders) {
        if (!word.contains("/") || word.contains("://") || word.length() < 3) {
            return;
        }
        try {
            Path path = Path.of(word);
            if (!path.isAbsolute() && !Files.exists(path)) {
                return;
            }
            List<Path> forms = new ArrayList<>(List.of(path, path.toAbsolutePath().normalize()));
            for (Path form : forms) {
                if (form.getFileName() != null && form.getNameCount() > 1) {
                    files.add(form.toString());
                    if (form.isAbsolute() && form.getParent() != null) {
                        addFolder(form.getParent(), folders);
                    }
                }
            }
        } catch (InvalidPathException e) {
            // The word is no path.
        }
    }

    /** Adds a folder; one directly below the root, such as /tmp, reveals nothing. */
    private static void addFolder(Path folder, Set<String> folders) {
        if (folder.getNameCount() > 1) {
            folders.add(folder.toString());
        }
    }

    /** Returns the failure for a caller; a long text is reduced to its beginning and its end. */
    LoadFailure forCaller(LoadFailure failure) {
        String why = hide(failure.why());
        if (why.length() > LONGEST_FOR_CALLER) {
            String first = why.lines().findFirst().orElse("");
            String begin =
                    first.substring(0, Math.min(first.length(), LONGEST_FOR_CALLER / 4)) + "\n…";
            why = begin + why.substring(why.length() - (LONGEST_FOR_CALLER - begin.length()));
        }
        return new LoadFailure(failure.outOfMemory(), why);
    }

    /** Replaces the paths in a text by the bare names of the files. */
    String hide(String text) {
        String hidden = text;
        for (String file : files) {
            hidden = hidden.replace(file, name(file));
        }
        for (Folder folder : folders) {
            hidden = folder.below().matcher(hidden).replaceAll("$1");
            hidden = hidden.replace(folder.path(), name(folder.path()));
        }
        Matcher others = PATH.matcher(hidden);
        return others.replaceAll(found -> Matcher.quoteReplacement(found.group(1)));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
