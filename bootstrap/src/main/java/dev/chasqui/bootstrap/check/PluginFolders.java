package dev.chasqui.bootstrap.check;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.pf4j.PluginSettings;
import dev.chasqui.adapters.pf4j.ServiceLender;
import dev.chasqui.adapters.pf4j.jars.JarAdmission;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The folders whose jars are loaded.
 *
 * @param own the distribution's folder, whose jars are trusted; empty if there is no distribution
 * @param others all other folders, in ascending order of precedence
 */
public record PluginFolders(Optional<Path> own, List<Path> others) {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);

    public PluginFolders {
        others = List.copyOf(others);
    }

    /** Returns the distribution's folder, that of the current folder, and that of the config. */
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

    /** Returns all folders, each once, in ascending order of precedence. */
    public List<Path> all() {
        List<Path> all = new ArrayList<>();
        own.ifPresent(all::add);
        all.addAll(others);
        return all.stream().distinct().toList();
    }

    /**
     * Returns the settings of the plug-ins.
     *
     * @param data returns the folder of a plug-in's data
     * @param lender lends them the services of the server
     */
    public PluginSettings settings(
            Config config, Function<String, Path> data, ServiceLender lender) {
        return new PluginSettings(
                new Json.Obj(Map.copyOf(config.agents())),
                Path.of(""),
                data,
                trust(config),
                admission(config),
                START_LIMIT,
                lender);
    }

    /** Returns the rule that decides which of their jars are trusted. */
    public JarTrust trust(Config config) {
        return new JarTrust(own, Set.copyOf(config.plugins().trusted()));
    }

    /**
     * Returns the file that holds the names of the disabled plug-ins. The name of its folder holds
     * a dot, so it cannot be a plug-in's.
     *
     * @param data the data folder of the server
     */
    public static Path disabledFile(Path data) {
        return data.resolve("chasqui.agents").resolve("disabled.json");
    }

    /** Returns the rule that decides which of their jars may be loaded. */
    public static JarAdmission admission(Config config) {
        return new JarAdmission(
                Set.copyOf(config.plugins().allowed()), Set.copyOf(config.plugins().signers()));
    }
}
