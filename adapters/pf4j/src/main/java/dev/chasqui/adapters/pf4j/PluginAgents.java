package dev.chasqui.adapters.pf4j;

import dev.chasqui.application.port.Agents;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.command.ConfigBinder;
import dev.chasqui.domain.json.Json;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile Map<String, AgentType<?>> agents;

    /**
     * Loads and starts what the folders hold. Never fails: what cannot be loaded is in {@link
     * #reports()}.
     *
     * @param folders where jars lie; those that do not exist count as empty
     * @param sections the members of {@code agents} in the config, one for each plug-in
     * @param configFolder what a relative path in the config starts from
     * @param startLimit how long the start of one plug-in may take before it counts as failed
     */
    public PluginAgents(
            List<Path> folders, Json.Obj sections, Path configFolder, Duration startLimit) {
        PluginLoading loading =
                new PluginLoading(
                        classLoaders, sections, new ConfigBinder(configFolder), startLimit);
        loading.load(folders);
        this.plugins = loading.loaded();
        this.reports = loading.reports();
        this.warnings = loading.warnings();
        Map<String, AgentType<?>> byName = new TreeMap<>();
        plugins.forEach(plugin -> byName.putAll(plugin.agents()));
        this.agents = Collections.unmodifiableMap(byName);
    }

    @Override
    public Optional<AgentType<?>> find(String name) {
        return Optional.ofNullable(agents.get(name));
    }

    @Override
    public Collection<AgentType<?>> all() {
        return agents.values();
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
        agents = Map.of();
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
