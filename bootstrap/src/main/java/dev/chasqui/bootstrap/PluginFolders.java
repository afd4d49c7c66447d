package dev.chasqui.bootstrap;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folders whose jars are loaded.
 *
 * @param own the distribution's, whose jars are trusted; empty where there is no distribution
 * @param others all others, the one whose agents win last
 */
public record PluginFolders(Optional<Path> own, List<Path> others) {
    public PluginFolders {
        others = List.copyOf(others);
    }

    /** All of them, the one whose agents win last. */
    List<Path> all() {
        List<Path> all = new ArrayList<>();
        own.ifPresent(all::add);
        all.addAll(others);
        return all;
    }
}
