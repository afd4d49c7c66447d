package dev.chasqui.adapters.pf4j;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What the plug-ins of some folders say of the config. Their jars were loaded for it, but none was
 * started, and all are closed again.
 *
 * @param commands the names of the plug-ins and of those of their agents that are known without a
 *     start
 * @param mistakes what is wrong in the sections, each with its place, such as {@code agents.rag.k}
 * @param refused the jars that cannot be loaded; not those that others replace
 * @param warnings what else a person should know, such as a section that nobody reads
 */
public record PluginCheck(
        Set<String> commands,
        List<Failure.Invalid> mistakes,
        List<PluginReport> refused,
        List<String> warnings) {

    /** Kept, since a level that is set on a logger goes with it. */
    private static final Logger PF4J = Logger.getLogger("org.pf4j");

    public PluginCheck {
        commands = Set.copyOf(commands);
        mistakes = List.copyOf(mistakes);
        refused = List.copyOf(refused);
        warnings = List.copyOf(warnings);
    }

    /**
     * Checks what the folders hold.
     *
     * @param folders where jars lie; those that do not exist count as empty
     * @param sections the members of {@code agents} in the config
     * @param trust which jars are trusted
     * @param limit how long one plug-in may take for it
     */
    public static PluginCheck of(
            List<Path> folders, Json.Obj sections, JarTrust trust, Duration limit) {
        // It tells of each jar, on a log that is not set up before a start.
        PF4J.setLevel(Level.WARNING);
        SectionCheck check = new SectionCheck();
        JarClassLoaders classLoaders = new JarClassLoaders();
        PluginLoading loading =
                new PluginLoading(
                        classLoaders,
                        new PluginSettings(
                                sections,
                                Path.of(""),
                                name -> {
                                    throw new IllegalStateException("nothing is started: " + name);
                                },
                                trust,
                                limit),
                        Optional.of(check));
        loading.load(folders);
        Set<String> commands = new TreeSet<>(loading.names());
        for (LoadedPlugin plugin : loading.loaded()) {
            commands.addAll(plugin.contribution().agents().keySet());
            classLoaders.unloadPlugin(plugin.id());
        }
        return new PluginCheck(
                commands,
                check.mistakes(),
                loading.reports().stream()
                        .filter(report -> loading.failures().containsKey(report.jar()))
                        .toList(),
                loading.warnings());
    }
}
