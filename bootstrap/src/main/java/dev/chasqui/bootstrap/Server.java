package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.ConfigChange;
import dev.chasqui.adapters.config.ConfigChanges;
import dev.chasqui.adapters.config.ConfigException;
import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.dialects.ollama.OllamaClientDialect;
import dev.chasqui.adapters.dialects.ollama.OllamaServerDialect;
import dev.chasqui.adapters.dialects.openai.OpenAiClientDialect;
import dev.chasqui.adapters.dialects.openai.OpenAiServerDialect;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.http.HttpServer;
import dev.chasqui.adapters.http.ServerParts;
import dev.chasqui.adapters.http.StartRefusedException;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.adapters.http.routes.MetricsPage;
import dev.chasqui.adapters.logs.ExchangeLog;
import dev.chasqui.adapters.pf4j.PluginAgents;
import dev.chasqui.adapters.pf4j.PluginReload;
import dev.chasqui.adapters.pf4j.PluginSettings;
import dev.chasqui.adapters.processes.SpawnedModels;
import dev.chasqui.adapters.prometheus.PrometheusMetrics;
import dev.chasqui.adapters.upstream.BackendEndpoint;
import dev.chasqui.adapters.upstream.HttpBackend;
import dev.chasqui.adapters.upstream.client.ApiKey;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.OpenCalls;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.port.ExchangeListener;
import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.Reloading;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.bootstrap.check.PluginsCheck;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.bootstrap.pool.ModelPool;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.Zone;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The whole server: every component made and given what it needs, from the outermost to the one
 * that listens, and closed in reverse.
 *
 * <p>What lives as long as the process is a component here; what one configuration makes is a
 * {@link Life}, and is replaced as a whole by {@link #reload}.
 */
public final class Server implements AutoCloseable, Reloading {
    private static final Duration PLUGIN_START_LIMIT = Duration.ofSeconds(10);

    private static final int MOST_FOREIGN_EXCHANGES = 256;

    /** The folder for copies of jars; with a stop in it, so that it is no plug-in's. */
    private static final String JAR_COPIES = "chasqui.jars";

    private final Config atStart;
    private final PluginFolders plugins;
    private final Map<String, String> environment;
    private final ConfigSource source;
    private final String instanceId = UUID.randomUUID().toString();
    private final Closers closers;
    private final DataFolder data;
    private final PluginAgents agents;
    private final ServerDialects dialects =
            ServerDialects.of(new OllamaServerDialect(), new OpenAiServerDialect());
    private final Lives lives;
    private final OpenFiles files = OpenFiles.ofProcess();
    private final AgentThreads threads;
    private final OpenCalls calls;
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final List<ExchangeListener> listeners = List.of(new ExchangeLog(), metrics);
    private final HttpServer http;
    private volatile List<Integer> ownPorts;
    private volatile Optional<ModelPool> pool;
    private volatile Life life;

    private Server(
            Config config,
            PluginFolders plugins,
            Map<String, String> environment,
            ConfigSource source,
            Closers closers) {
        this.atStart = config;
        this.plugins = plugins;
        this.environment = environment;
        this.source = source;
        this.closers = closers;
        this.ownPorts = List.of(config.server().port());
        data = DataFolder.open(config.data().dir());
        closers.push(data::close);
        agents = new PluginAgents(plugins.all(), data.of(JAR_COPIES), pluginSettings(config));
        closers.push(agents::close);
        pool = Optional.empty();
        closers.push(() -> pool.ifPresent(ModelPool::close));
        pool = openPool(config);
        lives = new Lives(dialects, environment, instanceId, port -> ownPorts.contains(port));
        life = lives.first(config, pool);
        closers.push(() -> life.end());
        threads = new AgentThreads(MOST_FOREIGN_EXCHANGES);
        closers.push(threads::close);
        calls = new OpenCalls(files.calls());
        http = new HttpServer(edge(config), parts(life));
        closers.push(http::close);
    }

    /** Starts a server whose configuration stays as it is. */
    public static Server start(
            Config config, PluginFolders plugins, Map<String, String> environment) {
        return start(config, plugins, environment, ConfigSource.fixed(config));
    }

    /**
     * Starts a server; it answers when this returns.
     *
     * @param plugins where the jars of agents are
     * @param environment where keys of backends are
     * @param source where the configuration comes from when it is read again
     * @throws dev.chasqui.adapters.http.StartRefusedException if it may not or cannot listen
     * @throws StartFailure if it cannot have its data folder
     */
    static Server start(
            Config config,
            PluginFolders plugins,
            Map<String, String> environment,
            ConfigSource source) {
        Closers closers = new Closers();
        try {
            Server server = new Server(config, plugins, environment, source, closers);
            server.http.start();
            server.ownPorts = server.http.ports();
            server.pool.ifPresent(ModelPool::preload);
            return server;
        } catch (RuntimeException | Error e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    private PluginSettings pluginSettings(Config config) {
        return new PluginSettings(
                new Json.Obj(Map.copyOf(config.agents())),
                Path.of(""),
                data::of,
                plugins.trust(config),
                PLUGIN_START_LIMIT);
    }

    /** The pool, if the config describes one; nothing of it is loaded yet. */
    private Optional<ModelPool> openPool(Config config) {
        if (!config.pool().isUsed()) {
            return Optional.empty();
        }
        SpawnedModels.Connector connector =
                (model, port, key) ->
                        new HttpBackend(
                                new BackendEndpoint(
                                        PoolBackend.NAME + "/" + model,
                                        Optional.of(dialects.get("openai")),
                                        BaseUrl.parse("http://127.0.0.1:" + port),
                                        Optional.of(new ApiKey(key)),
                                        Optional.of(Zone.RESTRICTED),
                                        Endpoints.timeouts(presentPool(config).timeouts())),
                                dialects,
                                instanceId);
        ModelPool opened =
                ModelPool.open(config.pool(), data.of(PoolBackend.NAME), environment, connector);
        opened.whenMoreIsKnown(() -> life.models().refresh(opened.backend()));
        return Optional.of(opened);
    }

    /** What the config says of the pool now; at first that is what the pool is opened by. */
    private PoolConfig presentPool(Config opening) {
        Life present = life;
        return present == null ? opening.pool() : present.config().pool();
    }

    private ServerSettings edge(Config config) {
        return EdgeSettings.of(config.server(), files, instanceId);
    }

    private ServerParts parts(Life of) {
        return new ServerParts(
                new Exchanges(
                        new KeyRights(),
                        new Pipelines(agents),
                        new Dispatch(of.models(), calls),
                        threads),
                threads,
                of.models(),
                EdgeSettings.callers(of.config().keys()),
                agents,
                pool.map(ModelPool::pool),
                pool.map(ModelPool::logs),
                List.of(
                        new OpenAiClientDialect(of.models()),
                        new OllamaClientDialect(
                                of.models(),
                                of.config().server().ollamaVersion(),
                                InstantSource.system())),
                new ReloadLog(this),
                listeners,
                new MetricsPage(metrics.contentType(), metrics::scrape),
                version());
    }

    /**
     * {@inheritDoc}
     *
     * <p>All that may fail is made beside what serves; the rest is changed when nothing can fail
     * any more: first the plug-ins, then the pool, then, at once, what requests see.
     */
    @Override
    public synchronized ReloadOutcome reload() {
        try {
            return reload(source.read());
        } catch (ConfigException e) {
            return refused(e);
        }
    }

    private ReloadOutcome reload(Reading reading) {
        Config next = reading.config();
        Life before = life;
        SortedSet<String> changed =
                ConfigChanges.between(before.config(), next).stream()
                        .filter(change -> !change.needsRestart())
                        .map(ConfigChange::path)
                        .collect(Collectors.toCollection(TreeSet::new));
        Optional<Runnable> poolChange;
        Optional<ModelPool> opened;
        try {
            http.check(edge(next), EdgeSettings.callers(next.keys()));
            poolChange = pool.map(there -> there.change(next.pool()));
            opened = pool.isPresent() ? Optional.empty() : openPool(next);
        } catch (StartFailure | StartRefusedException e) {
            reading.mistakeOf("config", String.valueOf(e.getMessage()));
            throw mistakes(reading);
        }
        try {
            changePlugins(next, reading).forEach(name -> changed.add("agents." + name));
        } catch (RuntimeException | Error e) {
            opened.ifPresent(ModelPool::close);
            throw e;
        }
        poolChange.ifPresent(Runnable::run);
        pool = pool.or(() -> opened);
        Life after = lives.next(before, next, pool);
        pool.ifPresent(there -> after.models().refreshAndWait(there.backend()));
        // Whoever comes first would wait for the lists of new backends otherwise.
        var _ = after.models().all();
        http.change(edge(next), parts(after));
        life = after;
        before.end(after);
        opened.ifPresent(ModelPool::preload);
        source.taken(next);
        return new ReloadOutcome.Done(List.copyOf(changed), waiting(next));
    }

    /** The keys in which a config differs from what the server was started with. */
    private List<String> waiting(Config next) {
        return ConfigChanges.between(atStart, next).stream()
                .filter(ConfigChange::needsRestart)
                .map(ConfigChange::path)
                .toList();
    }

    /** The names of the plug-ins that are other ones now. */
    private Set<String> changePlugins(Config next, Reading reading) {
        return switch (agents.reload(pluginSettings(next))) {
            case PluginReload.Done done -> {
                Set<String> names = new TreeSet<>(done.started());
                names.addAll(done.replaced());
                names.addAll(done.stopped());
                yield names;
            }
            case PluginReload.Refused refused -> {
                PluginsCheck.tell(refused.mistakes(), reading);
                refused.failures().forEach(jar -> reading.mistakeOf("plug-in", jar.toString()));
                throw mistakes(reading);
            }
        };
    }

    private static ConfigException mistakes(Reading reading) {
        try {
            var _ = reading.config();
        } catch (ConfigException e) {
            return e;
        }
        throw new IllegalStateException("there is no mistake to tell");
    }

    private static ReloadOutcome refused(ConfigException e) {
        return new ReloadOutcome.Refused(
                e.problems().stream()
                        .map(
                                problem ->
                                        new ReloadOutcome.Mistake(
                                                problem.place().source(),
                                                problem.place().line(),
                                                problem.place().column(),
                                                problem.path(),
                                                problem.message()))
                        .toList());
    }

    private static String version() {
        return Objects.requireNonNullElse(
                Server.class.getPackage().getImplementationVersion(), "development");
    }

    /** The port on which it listens; useful where any free one was asked for. */
    public int port() {
        return http.port();
    }

    /** All ports on which it listens. */
    public List<Integer> ports() {
        return http.ports();
    }

    /** The configuration that it goes by now. */
    Config config() {
        return life.config();
    }

    /** The models that it offers, and on which backends. */
    public Models models() {
        return life.models();
    }

    /** The agents that it found, and what became of each jar. */
    public PluginAgents agents() {
        return agents;
    }

    /**
     * Stops listening and waits until the requests that run have ended, as long as the config says.
     *
     * @return whether all have
     * @throws InterruptedException if the thread that waits is interrupted
     */
    boolean drain() throws InterruptedException {
        return http.drain(life.config().server().drainDelay(), life.config().server().grace());
    }

    /** Stops listening, ends what runs, and closes every component, the last made first. */
    @Override
    public void close() {
        closers.close();
    }
}
