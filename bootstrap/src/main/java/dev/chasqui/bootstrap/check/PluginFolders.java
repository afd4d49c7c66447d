package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.pf4j.JarTrust;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** The distribution's folder, that of the folder one starts in, and that of the config. */
    public static PluginFolders of(Config config) {
        Optional<Path> own =
                Optional.ofNullable(System.getProperty("chasqui.home"))
                        .map(home -> absolute(Path.of(home, "plugins")));
        List<Path> others = new ArrayList<>();
        others.add(absolute(Path.of("plugins")));
        config.plugins().dir().map(PluginFolders::absolute).ifPresent(others::add);
        return new PluginFolders(own, others);
    }

    private static Path absolute(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    /** All of them, each once, the one whose agents win last. */
    public List<Path> all() {
        List<Path> all = new ArrayList<>();
        own.ifPresent(all::add);
        all.addAll(others);
        return all.stream().distinct().toList();
    }

    /** Which of their jars are trusted. */
    public JarTrust trust(Config config) {
        return new JarTrust(own, Set.copyOf(config.plugins().trusted()));
    }
}
