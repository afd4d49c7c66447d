package dev.chasqui.adapters.pf4j.jars;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars that lie directly in the plug-in folders. */
public final class JarFolders {
    /** The end of a jar's file name, in small or capital letters. */
    static final Pattern JAR = Pattern.compile("\\.jar$", Pattern.CASE_INSENSITIVE);

    private JarFolders() {}

    /** Returns a jar's file name without its end, the name of a plug-in that is not known. */
    public static String stem(Path jar) {
        return JAR.matcher(String.valueOf(jar.getFileName())).replaceFirst("");
    }

    /**
     * Returns the folders that exist, the last one first, each once.
     *
     * @throws IOException if a folder cannot be looked up
     */
    public static List<Path> lastFirst(List<Path> folders) throws IOException {
        SequencedSet<Path> distinct = new LinkedHashSet<>();
        for (Path folder : folders.reversed()) {
            if (Files.isDirectory(folder)) {
                distinct.add(folder.toRealPath());
            }
        }
        return new ArrayList<>(distinct);
    }

    /**
     * Returns the entries of a folder that are named like a jar, sorted by name.
     *
     * @throws IOException if the folder cannot be read
     */
    public static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> JAR.matcher(entry.getFileName().toString()).find())
                    .sorted()
                    .toList();
        }
    }
}
