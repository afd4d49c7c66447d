package dev.chasqui.adapters.pf4j.jars;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The jars in the plug-in folders at one moment, by their outer facts; no jar is opened for it. Two
 * equal states, some time apart, show that nobody is writing a jar.
 *
 * @param jars the stamp of each file that is named like a jar
 * @param unreadable the folders that cannot be read
 */
public record FolderState(Map<Path, JarStamp> jars, List<Path> unreadable) {
    public FolderState {
        jars = Map.copyOf(jars);
        unreadable = List.copyOf(unreadable);
    }

    /** Reads the state of folders; a missing one counts as empty. */
    public static FolderState read(List<Path> folders) {
        Map<Path, JarStamp> jars = new TreeMap<>();
        List<Path> unreadable = folders.stream().filter(folder -> !read(folder, jars)).toList();
        return new FolderState(jars, unreadable);
    }

    /** Returns false if the folder cannot be read. */
    private static boolean read(Path folder, Map<Path, JarStamp> jars) {
        try {
            for (Path existing : JarFolders.lastFirst(List.of(folder))) {
                JarFolders.jars(existing).forEach(jar -> jars.put(jar, JarStamp.of(jar)));
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
