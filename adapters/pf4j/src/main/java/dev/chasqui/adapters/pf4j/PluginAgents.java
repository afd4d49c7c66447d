package dev.chasqui.adapters.pf4j;

import dev.chasqui.application.port.AgentGeneration;
import dev.chasqui.application.port.Agents;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The agents of the jars in some folders. Safe for use by several threads.
 *
 * <p>Where two jars are the same plug-in (by {@code Plugin-Id}, file name or plug-in name) or have
 * an agent of the same name, the one in the later folder wins, and the report of the other says so.
 */
public final class PluginAgents implements Agents, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(PluginAgents.class.getName());
    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final JarClassLoaders classLoaders = new JarClassLoaders();
    private final List<LoadedPlugin> plugins;
    private final List<PluginReport> reports;
    private final List<String> warnings;
    private final Map<Path, String> failures;
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile InstalledPlugins installed;

    /**
     * Loads and starts what the folders hold. Never fails: what cannot be loaded is in {@link
     * #reports()}.
     *
     * @param folders where jars lie; those that do not exist count as empty
     */
    public PluginAgents(List<Path> folders, PluginSettings settings) {
        PluginLoading loading = new PluginLoading(classLoaders, settings, Optional.empty());
        loading.load(folders);
        this.plugins = loading.loaded();
        this.reports = loading.reports();
        this.warnings = loading.warnings();
        this.failures = loading.failures();
        this.installed = InstalledPlugins.of(plugins);
    }

    @Override
    public AgentGeneration enter() {
        return new Generation(installed, failures);
    }

    /** What became of each jar, those of the last folder first. */
    public List<PluginReport> reports() {
        return reports;
    }

    /** What else a person should know, such as a section of the config that nobody reads. */
    public List<String> warnings() {
        return warnings;
    }

    /** Stops each plug-in, the last started first, and closes its jar. Idempotent. */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        installed = InstalledPlugins.NOTHING;
        plugins.reversed().forEach(this::stop);
    }

    private void stop(LoadedPlugin plugin) {
        try {
            new PluginThread(plugin.name(), plugin.loader(), STOP_LIMIT)
                    .call(
                            () -> {
                                plugin.plugin().stop();
                                return plugin;
                            });
        } catch (ExecutionException | TimeoutException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "plug-in '" + plugin.name() + "' did not stop: " + Reason.of(e));
        } finally {
            classLoaders.unloadPlugin(plugin.id());
        }
    }
}
