package dev.chasqui.adapters.pf4j;

import static java.util.Objects.requireNonNull;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.adapters.pf4j.jars.JarAdmission;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.adapters.pf4j.loading.JarClassLoaders;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The result of a check of the configuration by the plug-ins. Their jars are loaded for it, but
 * none is started as in a server, and all are closed again.
 *
 * @param commands the names of the plug-ins, and of those agents that are known without a start
 * @param mistakes the mistakes in the sections, each with its place, such as {@code agents.rag.k}
 * @param refused the jars that cannot be loaded, without those that others replace
 * @param warnings further warnings for the operator, such as a section without a plug-in
 */
public record PluginCheck(
        Set<String> commands,
        List<Failure.Invalid> mistakes,
        List<PluginReport> refused,
        List<String> warnings) {

    /** PF4J's logger. It is kept, since an unreferenced logger loses its level. */
    private static final Logger PF4J = Logger.getLogger("org.pf4j");

    public PluginCheck {
        commands = Set.copyOf(commands);
        mistakes = List.copyOf(mistakes);
        refused = List.copyOf(refused);
        warnings = List.copyOf(warnings);
    }

    /**
     * Checks the plug-ins in the folders.
     *
     * @param folders the folders with jars; a missing folder counts as empty
     * @param sections the members of {@code agents} in the configuration
     * @param trust the rule for trusted jars
     * @param admission the rule for jars that may be loaded at all
     * @param kept the file with the names of the disabled plug-ins, whose code is not run
     * @param limit the longest time that one plug-in may take
     * @param known takes the agents that are known, by their names, while their jars are loaded;
     *     those of the distribution are
     */
    public static PluginCheck of(
            List<Path> folders,
            Json.Obj sections,
            JarTrust trust,
            JarAdmission admission,
            Path kept,
            Duration limit,
            Consumer<SortedMap<String, AgentType<?>>> known) {
        DisabledNames disabled;
        try {
            disabled = new DisabledFile(Optional.of(kept)).read();
        } catch (FailureException e) {
            return ofMistake(e);
        }
        // PF4J logs a line for each jar; before a start the log is not set up.
        PF4J.setLevel(Level.WARNING);
        PluginSettings settings =
                new PluginSettings(
                        sections,
                        Path.of(""),
                        name -> {
                            throw new IllegalStateException("nothing is started: " + name);
                        },
                        trust,
                        admission,
                        limit,
                        ServiceLender.none());
        FolderScan scan =
                new FolderScan(
                        new JarOpening(new JarClassLoaders(), Optional.empty()),
                        settings,
                        KnownJars.ofCheck(disabled));
        try {
            scan.scan(folders);
            return of(scan, settings, disabled, known);
        } finally {
            scan.close();
        }
    }

    private static PluginCheck ofMistake(FailureException e) {
        Failure.Invalid mistake =
                e.failure() instanceof Failure.Invalid invalid
                        ? invalid
                        : new Failure.Invalid("data.dir", e.failure().message());
        return new PluginCheck(Set.of(), List.of(mistake), List.of(), List.of());
    }

    private static PluginCheck of(
            FolderScan scan,
            PluginSettings settings,
            DisabledNames disabled,
            Consumer<SortedMap<String, AgentType<?>>> known) {
        SectionCheck check = new SectionCheck();
        Map<Path, Exception> failed = new TreeMap<>();
        scan.failed().forEach((path, one) -> failed.put(path, one.why()));
        Map<Path, Contributor> checked = new LinkedHashMap<>();
        Optional<FoundJar> next = next(scan, settings, disabled, failed.keySet(), checked.keySet());
        while (next.isPresent()) {
            FoundJar jar = next.get();
            try (ScratchFolder scratch = ScratchFolder.of(jar)) {
                Contribution contribution =
                        new PluginStart(scan.opened(jar).orElseThrow(), settings, checked.values())
                                .check(check, scratch.path());
                checked.put(jar.path(), new Contributor(jar.path(), jar.name(), contribution));
            } catch (ExecutionException | TimeoutException e) {
                failed.put(jar.path(), e);
            }
            next = next(scan, settings, disabled, failed.keySet(), checked.keySet());
        }
        SortedMap<String, AgentType<?>> agents = new TreeMap<>();
        checked.values().forEach(one -> agents.putAll(one.contribution().agents()));
        known.accept(agents);
        Set<String> commands = new TreeSet<>();
        scan.found().forEach(jar -> commands.add(jar.name()));
        checked.values().forEach(one -> commands.addAll(one.contribution().agents().keySet()));
        return new PluginCheck(
                commands, check.mistakes(), refused(scan.paths(), failed), scan.warnings());
    }

    private static List<PluginReport> refused(List<Path> paths, Map<Path, Exception> failed) {
        return paths.stream()
                .filter(failed::containsKey)
                .map(
                        path ->
                                PluginReport.refused(
                                        path, FailureText.of(requireNonNull(failed.get(path)))))
                .toList();
    }

    /** Returns the next jar that would be started, if the failed ones are left out. */
    private static Optional<FoundJar> next(
            FolderScan scan,
            PluginSettings settings,
            DisabledNames disabled,
            Set<Path> failed,
            Set<Path> checked) {
        return GenerationPlan.of(
                        scan.found().stream().filter(jar -> !failed.contains(jar.path())).toList(),
                        settings::rawSection,
                        settings.trust(),
                        List.of(),
                        new GenerationPlan.Wishes(Set.of(), disabled.plugins().keySet()))
                .decisions()
                .stream()
                .filter(GenerationPlan.Start.class::isInstance)
                .map(GenerationPlan.Decision::jar)
                .filter(jar -> !checked.contains(jar.path()))
                .findFirst();
    }
}
