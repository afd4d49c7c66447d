package dev.chasqui.adapters.pf4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the jars that lie directly in some folders. */
final class JarFolders {
    /** How the name of a jar ends; some systems and people write it in capitals. */
    static final Pattern JAR = Pattern.compile("\\.jar$", Pattern.CASE_INSENSITIVE);

    private JarFolders() {}

    /**
     * The folders that exist, the last first, each once.
     *
     * @throws IOException if one cannot be looked up
     */
    static List<Path> lastFirst(List<Path> folders) throws IOException {
        SequencedSet<Path> distinct = new LinkedHashSet<>();
        for (Path folder : folders.reversed()) {
            if (Files.isDirectory(folder)) {
                distinct.add(folder.toRealPath());
            }
        }
        return new ArrayList<>(distinct);
    }

    /**
     * What has the name of a jar in a folder and is no folder itself, by name.
     *
     * @throws IOException if it cannot be read
     */
    static List<Path> jars(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> JAR.matcher(entry.getFileName().toString()).find())
                    .filter(entry -> !Files.isDirectory(entry))
                    .sorted()
                    .toList();
        }
    }
}
