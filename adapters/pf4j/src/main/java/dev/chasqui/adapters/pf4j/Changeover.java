package dev.chasqui.adapters.pf4j;

import static java.util.Objects.requireNonNull;

import dev.chasqui.domain.failure.Failure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One change from the present generation to the next: all of it takes effect, or nothing. Used by
 * one thread.
 *
 * <p>{@link #run} repeats a plan and its steps until no further jar fails. Each step pushes its
 * reverse onto a stack, from which {@link #undo} undoes the change. If a running plug-in cannot be
 * replaced, the change fails; a new jar that cannot be started is left out, as at the start of the
 * server.
 */
final class Changeover {
    private final FolderScan scan;
    private final PluginSettings settings;
    private final Function<String, List<RunningPlugin>> alive;

    /** The plug-ins by name: those of the present generation, until they are replaced. */
    private final Map<String, Generation.Member> members = new LinkedHashMap<>();

    /** The plug-ins that are certain to be in the next generation, by name. */
    private final Map<String, Contributor> settled = new LinkedHashMap<>();

    /** The jars of the plug-ins that this change has started, by name. */
    private final Map<String, FoundJar> started = new HashMap<>();

    /** The jars that could not be started, with the cause. */
    private final Map<Path, Exception> failed = new TreeMap<>();

    /** The reverses of the steps that were done, the last one first. */
    private final Deque<Undo> undoSteps = new ArrayDeque<>();

    /** The reverse of one step. */
    @FunctionalInterface
    private interface Undo {
        void run() throws ExecutionException, TimeoutException;
    }

    /** Thrown if a running plug-in could not be replaced. */
    static final class ReplacementException extends Exception {
        private static final long serialVersionUID = 1;

        private final transient PluginReport report;

        ReplacementException(Path jar, Exception cause) {
            super(cause);
            this.report = PluginReport.refused(jar, FailureText.of(cause));
        }

        PluginReport report() {
            return report;
        }
    }

    /**
     * Prepares a change; it starts nothing.
     *
     * @param alive returns the plug-ins of a name that were not stopped yet, those of older
     *     generations included
     */
    Changeover(
            FolderScan scan,
            PluginSettings settings,
            List<Generation.Member> present,
            Function<String, List<RunningPlugin>> alive) {
        this.scan = scan;
        this.settings = settings;
        this.alive = alive;
        present.forEach(member -> members.put(member.plugin().name(), member));
    }

    /** Returns the plan for each jar, as far as it is known before any plug-in is started. */
    GenerationPlan plan() {
        return GenerationPlan.of(
                scan.found().stream().filter(jar -> !failed.containsKey(jar.path())).toList(),
                scan.broken().keySet(),
                settings::rawSection,
                settings.trust(),
                members.values().stream().map(this::state).toList());
    }

    private GenerationPlan.RunningState state(Generation.Member member) {
        String name = member.plugin().name();
        FoundJar jar = started.get(name);
        // If no hash was computed, the hash of a jar that was just started is empty, too.
        return jar == null
                ? member.plugin().state(member.path())
                : new GenerationPlan.RunningState(
                        member.path(), name, jar.sha256(), settings.rawSection(name));
    }

    /** Returns the reports of jars of running plug-ins that cannot be read any more. */
    List<PluginReport> unreadable() {
        Map<Path, Exception> broken = scan.broken();
        Set<String> unreadable = plan().unreadable();
        return members.values().stream()
                .filter(member -> unreadable.contains(member.plugin().name()))
                .map(Generation.Member::path)
                .filter(broken::containsKey)
                .map(
                        path ->
                                PluginReport.refused(
                                        path, FailureText.of(requireNonNull(broken.get(path)))))
                .toList();
    }

    /**
     * Returns the mistakes in the sections of the plug-ins that would start. Another instance of
     * each plug-in reads its section for it.
     */
    List<Failure.Invalid> mistakes() {
        SectionCheck check = new SectionCheck();
        for (GenerationPlan.Decision decision : plan().decisions()) {
            boolean starts =
                    decision instanceof GenerationPlan.Start
                            || decision instanceof GenerationPlan.HandOver;
            if (starts && settings.sectionNames().contains(decision.jar().name())) {
                check(decision.jar(), check);
            }
        }
        return check.mistakes();
    }

    private void check(FoundJar jar, SectionCheck check) {
        try {
            LoadedJar opened = scan.open(jar);
            new PluginStart(opened.another(settings.startLimit()), settings, List.of())
                    .check(check);
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            // The start of the plug-in will report the failure.
        }
    }

    /**
     * Starts the new plug-ins and replaces the changed ones.
     *
     * @return the plan for each jar that could be started
     * @throws ReplacementException if a running plug-in was not replaced; the caller must call
     *     {@link #undo} then
     */
    GenerationPlan run() throws ReplacementException {
        while (true) {
            GenerationPlan plan = plan();
            keep(plan);
            int before = failed.size();
            for (GenerationPlan.Decision decision : plan.decisions()) {
                switch (decision) {
                    case GenerationPlan.Keep kept -> {}
                    case GenerationPlan.Replaced replaced -> {}
                    case GenerationPlan.Start start -> start(start);
                    case GenerationPlan.HandOver change -> handOver(change);
                }
            }
            if (failed.size() == before) {
                return plan;
            }
            // A jar that would have been replaced by a failed one may be used after all.
        }
    }

    private void keep(GenerationPlan plan) {
        settled.clear();
        for (GenerationPlan.Decision decision : plan.decisions()) {
            if (decision instanceof GenerationPlan.Keep kept) {
                install(kept.jar(), member(kept.jar()).plugin(), kept.trusted());
            }
        }
    }

    /** Returns the running plug-in of a jar. */
    private Generation.Member member(FoundJar jar) {
        return requireNonNull(members.get(jar.name()));
    }

    private void install(FoundJar jar, RunningPlugin plugin, boolean trusted) {
        Generation.Member member = new Generation.Member(jar.path(), plugin, trusted);
        members.put(jar.name(), member);
        settled.put(jar.name(), member.contributor());
    }

    private void start(GenerationPlan.Start decision) {
        try {
            replace(decision.jar(), decision.trusted());
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            failed.put(decision.jar().path(), e);
        }
    }

    private void handOver(GenerationPlan.HandOver decision) throws ReplacementException {
        RunningPlugin old = member(decision.jar()).plugin();
        undoSteps.push(() -> old.resume(settings.startLimit()));
        try {
            replace(decision.jar(), decision.trusted());
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            throw new ReplacementException(decision.jar().path(), e);
        }
    }

    /** Starts a plug-in after all others of its name have released their exclusive resources. */
    private void replace(FoundJar jar, boolean trusted)
            throws IOException, ExecutionException, TimeoutException {
        LoadedJar loaded = scan.take(jar);
        boolean runs = false;
        try {
            for (RunningPlugin other : alive.apply(jar.name())) {
                other.release(settings.startLimit());
            }
            PluginStart start = new PluginStart(loaded, settings, settled.values());
            Contribution contribution = start.start();
            RunningPlugin plugin =
                    new RunningPlugin(
                            loaded, settings.rawSection(jar.name()), contribution, start.loan());
            runs = true;
            undoSteps.push(plugin::stop);
            started.put(jar.name(), jar);
            install(jar, plugin, trusted);
        } finally {
            if (!runs) {
                loaded.close();
            }
        }
    }

    /**
     * Undoes the change: stops the plug-ins that were started and resumes those that were to be
     * replaced.
     *
     * @return the causes for which steps could not be undone
     */
    List<String> undo() {
        List<String> problems = new ArrayList<>();
        while (!undoSteps.isEmpty()) {
            try {
                undoSteps.pop().run();
            } catch (ExecutionException | TimeoutException e) {
                problems.add("it did not resume: " + FailureText.of(e));
            }
        }
        return problems;
    }

    /**
     * Returns the next generation.
     *
     * @param plan the result of {@link #run}
     * @param onUnused see {@link Generation}
     */
    Generation next(GenerationPlan plan, Consumer<Generation> onUnused) {
        List<Generation.Member> next = new ArrayList<>();
        Map<Path, String> refused = new HashMap<>();
        Map<Path, String> failures = new TreeMap<>();
        scan.broken().forEach((path, why) -> fail(path, why, refused, failures));
        failed.forEach((path, why) -> fail(path, why, refused, failures));
        for (GenerationPlan.Decision decision : plan.decisions()) {
            if (decision instanceof GenerationPlan.Replaced replaced) {
                refused.put(replaced.jar().path(), replaced.jar().replacementReason(replaced.by()));
            } else {
                next.add(member(decision.jar()));
            }
        }
        return new Generation(
                next,
                new Generation.Findings(scan.paths(), refused, failures, scan.warnings(settings)),
                onUnused);
    }

    private static void fail(
            Path path, Exception why, Map<Path, String> refused, Map<Path, String> failures) {
        refused.put(path, FailureText.of(why));
        failures.put(path, FailureText.brief(why));
    }
}
