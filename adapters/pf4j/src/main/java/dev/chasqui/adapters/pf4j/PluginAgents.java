package dev.chasqui.adapters.pf4j;

import static java.util.Objects.requireNonNull;

import dev.chasqui.adapters.pf4j.jars.JarCopies;
import dev.chasqui.adapters.pf4j.jars.JarTrust;
import dev.chasqui.adapters.pf4j.loading.JarClassLoaders;
import dev.chasqui.application.port.agents.AgentGeneration;
import dev.chasqui.application.port.agents.Agents;
import dev.chasqui.application.port.agents.PluginControl;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The agents of the jars in the plug-in folders, in generations: each {@linkplain #reload reload}
 * makes the next generation, while running exchanges stay in theirs. Safe for use by several
 * threads.
 *
 * <p>If two jars hold the same plug-in (by {@code Plugin-Id}, file name or plug-in name) or an
 * agent of the same name, the one in the later folder is used, and the report of the other says so.
 */
public final class PluginAgents implements Agents, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PluginAgents.class.getName());

    private final List<Path> folders;
    private final JarOpening opening;
    private final PluginHistory history = new PluginHistory();

    /** The jars that could not be used at the last change. */
    private Map<Path, FailedJar> failures = Map.of();

    /** The settings of the present generation. Changed by the owner of this object's lock. */
    private volatile PluginSettings settings;

    private final DisabledFile kept;
    private DisabledNames disabled;

    private volatile Generation present =
            new Generation(List.of(), Generation.Findings.NONE, _ -> {});
    private volatile boolean closed;

    /**
     * Loads and starts the plug-ins in the folders. A jar that cannot be loaded does not fail the
     * start; it is in {@link #reports()}.
     *
     * @param folders the folders with jars; a missing folder counts as empty
     * @param copies the folder for private copies of jars, which nothing else may use; its content
     *     is deleted
     */
    public PluginAgents(List<Path> folders, Path copies, PluginSettings settings) {
        this(folders, copies, Optional.empty(), settings);
    }

    /**
     * Loads and starts the plug-ins as {@link #PluginAgents(List, Path, PluginSettings)} does.
     *
     * @param kept the file that holds the names of the disabled plug-ins and agents
     * @throws FailureException with {@code Invalid} if that file is there but cannot be used
     */
    public PluginAgents(List<Path> folders, Path copies, Path kept, PluginSettings settings) {
        this(folders, copies, Optional.of(kept), settings);
    }

    private PluginAgents(
            List<Path> folders, Path copies, Optional<Path> kept, PluginSettings settings) {
        this.kept = new DisabledFile(kept);
        this.disabled = this.kept.read();
        this.folders = List.copyOf(folders);
        this.opening = new JarOpening(new JarClassLoaders(), Optional.of(new JarCopies(copies)));
        this.settings = settings;
        startSharedTimer();
        ChangeRequest request = new ChangeRequest(settings, true, Set.of(), disabled);
        FolderScan scan = scan(request);
        try {
            Changeover change = new Changeover(scan, request, List.of(), history);
            install(change.next(change.run(), this::closeSoon));
        } catch (Changeover.ReplacementException e) {
            throw new IllegalStateException("nothing runs that could be replaced", e);
        } finally {
            scan.close();
        }
    }

    /**
     * Starts the JDK's shared thread for the timeouts of all futures. It keeps the context class
     * loader of its first user forever, and that must not be a plug-in's.
     */
    private static void startSharedTimer() {
        CompletableFuture.delayedExecutor(1, TimeUnit.MILLISECONDS).execute(() -> {});
    }

    @Override
    public AgentGeneration enter() {
        while (!closed) {
            // If the generation was replaced and left in between, it is closed, and there is a
            // newer one.
            Optional<AgentGeneration> entered = present.enter();
            if (entered.isPresent()) {
                return entered.get();
            }
        }
        return AgentGeneration.none();
    }

    /**
     * Makes the next generation of the present content of the folders and of new settings. Running
     * exchanges finish in the generation that they entered; later ones enter the new one as soon as
     * all its plug-ins run. A plug-in with an unchanged jar and section goes on.
     *
     * <p>A mistake in the settings refuses all of it. A jar that cannot be used does not: a plug-in
     * that ran before goes on with its old jar, and the others change.
     *
     * @throws IllegalStateException if this is closed
     */
    public synchronized PluginReload reload(PluginSettings next) {
        PluginReload outcome = change(new ChangeRequest(next, true, Set.of(), disabled));
        if (outcome instanceof PluginReload.Done) {
            settings = next;
        }
        return outcome;
    }

    /**
     * Makes the next generation of the present content of the folders; the settings stay. Does
     * nothing if this is closed.
     */
    public synchronized void refresh() {
        if (!closed) {
            var _ = change(new ChangeRequest(settings, false, Set.of(), disabled));
        }
    }

    /**
     * Makes the next generation for an administrator; the settings stay.
     *
     * @param switching returns the names that are disabled from now on
     * @param fresh the names of plug-ins that are started anew
     * @throws IllegalStateException if this is closed
     * @throws FailureException with {@code DiskFull} if the names cannot be kept; nothing has
     *     changed then
     */
    synchronized void change(UnaryOperator<DisabledNames> switching, Set<String> fresh) {
        requireOpen();
        DisabledNames before = disabled;
        DisabledNames next = switching.apply(before);
        if (!next.equals(before)) {
            kept.write(next);
        }
        try {
            var _ = change(new ChangeRequest(settings, false, fresh, next));
        } catch (RuntimeException | Error e) {
            if (present.findings().names().equals(next)) {
                disabled = next;
            } else {
                writeBack(before, e);
            }
            throw e;
        }
        disabled = next;
    }

    /** Has the file say again what holds, since a change has failed. */
    private void writeBack(DisabledNames before, Throwable why) {
        try {
            kept.write(before);
        } catch (FailureException e) {
            why.addSuppressed(e);
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the plug-ins were stopped");
        }
    }

    @Override
    public PluginControl control() {
        return new PluginControls(this);
    }

    Generation present() {
        return present;
    }

    /** Returns the rule for trusted jars of the present generation. Waits for no change. */
    JarTrust trust() {
        return settings.trust();
    }

    private PluginReload change(ChangeRequest request) {
        requireOpen();
        FolderScan scan = scan(request);
        try {
            return change(new Changeover(scan, request, present.members(), history), request);
        } finally {
            scan.close();
        }
    }

    private PluginReload change(Changeover change, ChangeRequest request) {
        List<Failure.Invalid> mistakes = change.mistakes();
        if (!mistakes.isEmpty()) {
            return new PluginReload.Refused(mistakes, List.of());
        }
        Generation before = present;
        Generation next;
        try {
            next = change.next(change.run(), this::closeSoon);
        } catch (Changeover.ReplacementException e) {
            PluginReport report = e.report().with(change.undo());
            return new PluginReload.Refused(List.of(), List.of(report));
        } catch (RuntimeException | Error e) {
            change.undo();
            throw e;
        }
        install(next);
        try {
            // Before the old generation may close: a plug-in releases, and only then it stops.
            PluginReload.Done done = outcome(before, next, request.settings());
            PluginLog.tell(done, before, next);
            return done;
        } finally {
            before.retire();
        }
    }

    private void install(Generation next) {
        history.add(next);
        failures = next.findings().failed();
        present = next;
    }

    private static PluginReload.Done outcome(
            Generation before, Generation next, PluginSettings settings) {
        Map<String, RunningPlugin> old = plugins(before);
        Map<String, RunningPlugin> now = plugins(next);
        SortedSet<String> started = new TreeSet<>(now.keySet());
        started.removeAll(old.keySet());
        SortedSet<String> stopped = new TreeSet<>(old.keySet());
        stopped.removeAll(now.keySet());
        SortedSet<String> replaced =
                now.keySet().stream()
                        .filter(old::containsKey)
                        .filter(name -> old.get(name) != now.get(name))
                        .collect(Collectors.toCollection(TreeSet::new));
        stopped.forEach(name -> release(requireNonNull(old.get(name)), settings));
        return new PluginReload.Done(started, replaced, stopped, next.refused(), next.warnings());
    }

    /**
     * Has a removed plug-in release its exclusive resources at once: it may be installed again
     * before the old one stops.
     */
    private static void release(RunningPlugin plugin, PluginSettings settings) {
        try {
            plugin.release(settings.startLimit());
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "plug-in '" + plugin.name() + "' did not release: " + FailureText.of(e));
        }
    }

    private static Map<String, RunningPlugin> plugins(Generation generation) {
        return generation.members().stream()
                .map(Generation.Member::plugin)
                .collect(Collectors.toMap(RunningPlugin::name, Function.identity()));
    }

    private FolderScan scan(ChangeRequest request) {
        KnownJars known =
                new KnownJars(
                        present.members(),
                        request.disabled(),
                        failures,
                        request.fresh(),
                        request.ofConfig());
        FolderScan scan = new FolderScan(opening, request.settings(), known);
        scan.scan(folders);
        return scan;
    }

    /** Closes a generation on a thread of its own, since stopping a plug-in may take long. */
    private void closeSoon(Generation left) {
        Thread thread =
                Thread.ofPlatform()
                        .name("plugin-closing")
                        .daemon()
                        .inheritInheritableThreadLocals(false)
                        .unstarted(
                                () -> {
                                    left.close();
                                    history.clean();
                                });
        thread.setContextClassLoader(PluginAgents.class.getClassLoader());
        thread.start();
    }

    /** Returns the report of each jar, those of the last folder first. */
    public List<PluginReport> reports() {
        return present.reports();
    }

    /**
     * Returns further warnings for the operator, such as a section of the configuration without a
     * plug-in.
     */
    public List<String> warnings() {
        return present.warnings();
    }

    /**
     * Stops each plug-in, the last one started first, and closes its jar, even while exchanges use
     * it. Idempotent.
     */
    @Override
    public synchronized void close() {
        closed = true;
        present = new Generation(List.of(), Generation.Findings.NONE, _ -> {});
        history.stopAll();
    }
}
