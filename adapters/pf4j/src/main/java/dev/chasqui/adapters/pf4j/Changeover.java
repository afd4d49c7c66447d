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
 * One way from the present generation to the next: all of it is gone, or none. Used by one thread.
 *
 * <p>A plug-in that runs and cannot be replaced ends it; a jar that is new and cannot be started is
 * left out, as it is when the server starts.
 */
final class Changeover {
    private final FolderScan scan;
    private final PluginSettings settings;
    private final Function<String, List<RunningPlugin>> alive;

    /** The plug-ins by name: those that ran before, until they are replaced. */
    private final Map<String, Generation.Member> members = new LinkedHashMap<>();

    /** What is sure to be in the next generation, by name. */
    private final Map<String, Contributor> sure = new LinkedHashMap<>();

    /** The jars of the plug-ins that were started on this way, by name. */
    private final Map<String, FoundJar> started = new HashMap<>();

    private final Map<Path, Exception> failed = new TreeMap<>();
    private final Deque<Undo> done = new ArrayDeque<>();

    /** Takes one step back. */
    @FunctionalInterface
    private interface Undo {
        void run() throws ExecutionException, TimeoutException;
    }

    /** Why a plug-in that runs was not replaced. */
    static final class Failed extends Exception {
        private static final long serialVersionUID = 1;

        private final transient PluginReport report;

        Failed(Path jar, Exception cause) {
            super(cause);
            this.report = PluginReport.refused(jar, Reason.of(cause));
        }

        PluginReport report() {
            return report;
        }
    }

    /**
     * @param alive the plug-ins of a name that were not stopped yet, also those of older
     *     generations
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

    /** What would become of each jar, as far as is known without starting any. */
    GenerationPlan plan() {
        return GenerationPlan.of(
                scan.found().stream().filter(jar -> !failed.containsKey(jar.path())).toList(),
                scan.broken().keySet(),
                settings::written,
                settings.trust(),
                members.values().stream().map(this::facts).toList());
    }

    private GenerationPlan.Running facts(Generation.Member member) {
        String name = member.plugin().name();
        FoundJar jar = started.get(name);
        // Where no hash was asked for, that of a jar that was just started is none either.
        return jar == null
                ? member.plugin().facts(member.path())
                : new GenerationPlan.Running(
                        member.path(), name, jar.sha256(), settings.written(name));
    }

    /** The jars of running plug-ins that cannot be read any more. */
    List<PluginReport> stuck() {
        Map<Path, Exception> broken = scan.broken();
        Set<String> stuck = plan().stuck();
        return members.values().stream()
                .filter(member -> stuck.contains(member.plugin().name()))
                .map(Generation.Member::path)
                .filter(broken::containsKey)
                .map(
                        path ->
                                PluginReport.refused(
                                        path, Reason.of(requireNonNull(broken.get(path)))))
                .toList();
    }

    /**
     * What is wrong in the sections of the plug-ins that would start. Other instances of them go as
     * far as their section for it.
     */
    List<Failure.Invalid> mistakes() {
        SectionCheck check = new SectionCheck();
        for (GenerationPlan.Fate fate : plan().fates()) {
            boolean starts =
                    fate instanceof GenerationPlan.Start || fate instanceof GenerationPlan.HandOver;
            if (starts && settings.names().contains(fate.jar().name())) {
                check(fate.jar(), check);
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
            // Whatever it is, the start of the plug-in will tell it.
        }
    }

    /**
     * Starts what is new and replaces what has changed.
     *
     * @return what became of each jar that could be started
     * @throws Failed if a plug-in that runs was not replaced; {@link #takeBack} is due then
     */
    GenerationPlan run() throws Failed {
        while (true) {
            GenerationPlan plan = plan();
            keep(plan);
            int before = failed.size();
            for (GenerationPlan.Fate fate : plan.fates()) {
                switch (fate) {
                    case GenerationPlan.Keep kept -> {}
                    case GenerationPlan.Replaced replaced -> {}
                    case GenerationPlan.Start start -> start(start);
                    case GenerationPlan.HandOver change -> handOver(change);
                }
            }
            if (failed.size() == before) {
                return plan;
            }
            // A jar that was to be replaced by one that failed may come in after all.
        }
    }

    private void keep(GenerationPlan plan) {
        sure.clear();
        for (GenerationPlan.Fate fate : plan.fates()) {
            if (fate instanceof GenerationPlan.Keep kept) {
                install(kept.jar(), member(kept.jar()).plugin(), kept.trusted());
            }
        }
    }

    /** The plug-in of a jar, which runs. */
    private Generation.Member member(FoundJar jar) {
        return requireNonNull(members.get(jar.name()));
    }

    private void install(FoundJar jar, RunningPlugin plugin, boolean trusted) {
        Generation.Member member = new Generation.Member(jar.path(), plugin, trusted);
        members.put(jar.name(), member);
        sure.put(jar.name(), member.contributor());
    }

    private void start(GenerationPlan.Start fate) {
        try {
            replace(fate.jar(), fate.trusted());
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            failed.put(fate.jar().path(), e);
        }
    }

    private void handOver(GenerationPlan.HandOver fate) throws Failed {
        RunningPlugin old = member(fate.jar()).plugin();
        done.push(() -> old.resume(settings.startLimit()));
        try {
            replace(fate.jar(), fate.trusted());
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            throw new Failed(fate.jar().path(), e);
        }
    }

    /** Starts a plug-in once all others of its name have given up what only one may hold. */
    private void replace(FoundJar jar, boolean trusted)
            throws IOException, ExecutionException, TimeoutException {
        LoadedJar loaded = scan.take(jar);
        boolean runs = false;
        try {
            for (RunningPlugin other : alive.apply(jar.name())) {
                other.release(settings.startLimit());
            }
            Contribution contribution = new PluginStart(loaded, settings, sure.values()).start();
            RunningPlugin plugin =
                    new RunningPlugin(loaded, settings.written(jar.name()), contribution);
            runs = true;
            done.push(plugin::stop);
            started.put(jar.name(), jar);
            install(jar, plugin, trusted);
        } finally {
            if (!runs) {
                loaded.close();
            }
        }
    }

    /**
     * Takes back what was done: stops what was started and has go on what was to be replaced.
     *
     * @return why some of it could not be taken back
     */
    List<String> takeBack() {
        List<String> problems = new ArrayList<>();
        while (!done.isEmpty()) {
            try {
                done.pop().run();
            } catch (ExecutionException | TimeoutException e) {
                problems.add("it did not take back what it had given up: " + Reason.of(e));
            }
        }
        return problems;
    }

    /**
     * The next generation.
     *
     * @param plan what {@link #run} gave
     * @param whenLeft see {@link Generation}
     */
    Generation next(GenerationPlan plan, Consumer<Generation> whenLeft) {
        List<Generation.Member> next = new ArrayList<>();
        Map<Path, String> refused = new HashMap<>();
        Map<Path, String> failures = new TreeMap<>();
        scan.broken().forEach((path, why) -> fail(path, why, refused, failures));
        failed.forEach((path, why) -> fail(path, why, refused, failures));
        for (GenerationPlan.Fate fate : plan.fates()) {
            if (fate instanceof GenerationPlan.Replaced replaced) {
                refused.put(replaced.jar().path(), replaced.jar().replacedBy(replaced.by()));
            } else {
                next.add(member(fate.jar()));
            }
        }
        return new Generation(
                next,
                new Generation.Findings(scan.paths(), refused, failures, scan.warnings(settings)),
                whenLeft);
    }

    private static void fail(
            Path path, Exception why, Map<Path, String> refused, Map<Path, String> failures) {
        refused.put(path, Reason.of(why));
        failures.put(path, Reason.brief(why));
    }
}
