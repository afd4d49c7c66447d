package dev.chasqui.adapters.pf4j;

import static java.util.Objects.requireNonNull;

import dev.chasqui.adapters.pf4j.jars.FoundJar;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * One change from the present generation to the next. Used by one thread.
 *
 * <p>A jar that cannot be used does not stop the change of the others: a new one is left out, and
 * where it should replace a running plug-in, this goes on. Only the configuration is taken as a
 * whole or not at all: if a plug-in cannot go on with its new section, the change fails.
 *
 * <p>{@link #run} repeats a plan and its steps until no further jar fails. Each step pushes its
 * reverse onto a stack, from which {@link #undo} undoes the change.
 */
final class Changeover {
    private static final System.Logger LOG = System.getLogger(Changeover.class.getName());

    private final FolderScan scan;
    private final ChangeRequest request;
    private final PluginSettings settings;
    private final PluginHistory history;

    /** The names of plug-ins that are still to be started anew. */
    private final Set<String> fresh;

    /** The plug-ins by name: those of the present generation, until they are replaced. */
    private final Map<String, Generation.Member> members = new LinkedHashMap<>();

    /** The plug-ins that are certain to be in the next generation, by name. */
    private final Map<String, Contributor> settled = new LinkedHashMap<>();

    /** The jars of the plug-ins that this change has started, by name. */
    private final Map<String, FoundJar> started = new HashMap<>();

    /** The reverses of the steps that were done, the last one first. */
    private final Deque<Undo> undoSteps = new ArrayDeque<>();

    /** The reverse of one step. */
    @FunctionalInterface
    private interface Undo {
        void run() throws ExecutionException, TimeoutException;
    }

    /** Thrown if a running plug-in cannot go on with its new section. */
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
     * @param history the plug-ins that were not stopped yet, those of older generations included
     */
    Changeover(
            FolderScan scan,
            ChangeRequest request,
            List<Generation.Member> present,
            PluginHistory history) {
        this.scan = scan;
        this.request = request;
        this.settings = request.settings();
        this.history = history;
        this.fresh = new HashSet<>(request.fresh());
        present.forEach(member -> members.put(member.plugin().name(), member));
    }

    /** Returns the plan for each jar, as far as it is known before any plug-in is started. */
    GenerationPlan plan() {
        // A plug-in whose new jar cannot be used goes on as it is.
        fresh.removeAll(scan.standIns());
        return GenerationPlan.of(
                scan.found(),
                settings::rawSection,
                settings.trust(),
                members.values().stream().map(this::state).toList(),
                new GenerationPlan.Wishes(fresh, request.disabled().plugins().keySet()));
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

    /**
     * Checks the sections of the plug-ins that would start, each by another instance of the
     * plug-in. A jar whose plug-in runs with the same section is at fault itself; it is left out.
     *
     * @return the mistakes of the configuration, which refuse the change
     */
    List<Failure.Invalid> mistakes() {
        List<Failure.Invalid> mistakes = new ArrayList<>();
        for (GenerationPlan.Decision decision : plan().decisions()) {
            boolean starts =
                    decision instanceof GenerationPlan.Start
                            || decision instanceof GenerationPlan.HandOver;
            if (!starts || !settings.sectionNames().contains(decision.jar().name())) {
                continue;
            }
            List<Failure.Invalid> here = mistakes(decision.jar());
            if (here.isEmpty()) {
                continue;
            }
            if (request.ofConfig() && !runsWithItsSection(decision.jar())) {
                mistakes.addAll(here);
            } else {
                scan.fail(decision.jar(), new FailureException(joined(here)), false);
            }
        }
        return mistakes;
    }

    private static Failure.Invalid joined(List<Failure.Invalid> mistakes) {
        return new Failure.Invalid(
                mistakes.getFirst().field(),
                mistakes.stream().map(Failure.Invalid::message).collect(Collectors.joining("; ")));
    }

    private List<Failure.Invalid> mistakes(FoundJar jar) {
        SectionCheck check = new SectionCheck();
        try {
            new PluginStart(scan.open(jar).another(settings.startLimit()), settings, List.of())
                    .check(check, Optional.empty());
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            // The start of the plug-in will report the failure.
        }
        return check.mistakes();
    }

    /** Returns true if the plug-in of a jar is running, and with the section that it has now. */
    private boolean runsWithItsSection(FoundJar jar) {
        Generation.Member member = members.get(jar.name());
        return member != null && member.plugin().section().equals(settings.rawSection(jar.name()));
    }

    /**
     * Starts the new plug-ins and replaces the changed ones.
     *
     * @return the plan for each jar that could be started
     * @throws ReplacementException if a running plug-in cannot go on with its new section; the
     *     caller must call {@link #undo} then
     */
    GenerationPlan run() throws ReplacementException {
        while (true) {
            GenerationPlan plan = plan();
            keep(plan);
            Map<Path, FailedJar> before = scan.failed();
            for (GenerationPlan.Decision decision : plan.decisions()) {
                switch (decision) {
                    case GenerationPlan.Keep kept -> {}
                    case GenerationPlan.Replaced replaced -> {}
                    case GenerationPlan.Disabled disabled -> members.remove(disabled.jar().name());
                    case GenerationPlan.Start start -> start(start);
                    case GenerationPlan.HandOver change -> handOver(change);
                }
            }
            if (scan.failed().equals(before)) {
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
            scan.fail(decision.jar(), e, false);
        }
    }

    private void handOver(GenerationPlan.HandOver decision) throws ReplacementException {
        FoundJar jar = decision.jar();
        RunningPlugin old = member(jar).plugin();
        undoSteps.push(() -> old.resume(settings.startLimit()));
        try {
            replace(jar, decision.trusted());
        } catch (IOException | ExecutionException | TimeoutException | RuntimeException e) {
            if (!runsWithItsSection(jar) && old.jar().sha256().equals(jar.sha256())) {
                throw new ReplacementException(jar.path(), e);
            }
            undoHandOver(e);
            fresh.remove(jar.name());
            scan.fail(jar, e, true);
        }
    }

    /** Has the plug-in of the last step take back what it has released. */
    private void undoHandOver(Exception why) {
        try {
            undoSteps.pop().run();
        } catch (ExecutionException | TimeoutException e) {
            why.addSuppressed(e);
            LOG.log(
                    System.Logger.Level.WARNING,
                    () ->
                            "a plug-in did not resume after a failed hand-over: "
                                    + FailureText.of(e));
        }
    }

    /** Starts a plug-in after all others of its name have released their exclusive resources. */
    private void replace(FoundJar jar, boolean trusted)
            throws IOException, ExecutionException, TimeoutException {
        LoadedJar loaded = scan.take(jar);
        boolean runs = false;
        try {
            for (RunningPlugin other : history.alive(jar.name())) {
                other.release(settings.startLimit());
            }
            PluginStart start = new PluginStart(loaded, settings, settled.values());
            Contribution contribution = start.start();
            RunningPlugin plugin =
                    new RunningPlugin(
                            loaded,
                            settings.rawSection(jar.name()),
                            contribution,
                            start.loan(),
                            history.next(jar.name()));
            runs = true;
            fresh.remove(jar.name());
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
        List<FoundJar> disabled = new ArrayList<>();
        for (GenerationPlan.Decision decision : plan.decisions()) {
            switch (decision) {
                case GenerationPlan.Replaced replaced ->
                        refused.put(
                                replaced.jar().path(),
                                replaced.jar().replacementReason(replaced.by()));
                case GenerationPlan.Disabled off -> disabled.add(off.jar());
                default -> next.add(member(decision.jar()));
            }
        }
        return new Generation(
                next,
                new Generation.Findings(
                        scan.paths(),
                        refused,
                        scan.failed(),
                        disabled,
                        request.disabled(),
                        scan.warnings()),
                onUnused);
    }
}
