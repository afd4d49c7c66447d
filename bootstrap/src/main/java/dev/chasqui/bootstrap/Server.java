package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.adapters.config.Reading;
import dev.chasqui.adapters.config.reading.ConfigException;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.embed.EmbedBackend;
import dev.chasqui.adapters.http.HttpServer;
import dev.chasqui.adapters.http.ServerParts;
import dev.chasqui.adapters.http.StartRefusedException;
import dev.chasqui.adapters.http.routes.MetricsPage;
import dev.chasqui.adapters.library.DerivedModelFiles;
import dev.chasqui.adapters.logs.ExchangeLog;
import dev.chasqui.adapters.pf4j.PluginAgents;
import dev.chasqui.adapters.pf4j.PluginReload;
import dev.chasqui.adapters.pf4j.PluginReport;
import dev.chasqui.adapters.pf4j.PluginSettings;
import dev.chasqui.adapters.processes.SpawnedModels;
import dev.chasqui.adapters.prometheus.PrometheusMetrics;
import dev.chasqui.adapters.upstream.HttpServerInspector;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.application.deferred.DeferredAnswers;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.OpenCalls;
import dev.chasqui.application.ledger.ChangeAudit;
import dev.chasqui.application.library.Library;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.Reloading;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.registry.ServerStore;
import dev.chasqui.application.registry.ServerRegistry;
import dev.chasqui.bootstrap.added.AddedServers;
import dev.chasqui.bootstrap.added.Discovery;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.bootstrap.check.StartFailure;
import dev.chasqui.bootstrap.governance.Governance;
import dev.chasqui.bootstrap.memory.Summaries;
import dev.chasqui.bootstrap.pool.ModelPool;
import dev.chasqui.cli.command.Version;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * The whole server: it makes every component and passes it to those that need it, in order of
 * dependency, the HTTP server last, and closes them in reverse order.
 *
 * <p>Components that live as long as the process are fields of this class; those that one
 * configuration makes are a {@link Life}, which {@link #reload} replaces as a whole. Thread-safe:
 * reloads run one at a time, and requests see the old life or the new one.
 */
public final class Server implements AutoCloseable, Reloading {
    private static final int MOST_FOREIGN_EXCHANGES = 256;
    private static final String VERSION = Version.known().orElse("development");
    private static final InstantSource CLOCK = InstantSource.system();

    private final Config atStart;
    private final PluginFolders plugins;
    private final Map<String, String> environment;
    private final ConfigSource source;
    private final String instanceId = UUID.randomUUID().toString();
    private final Closers closers;
    private final DataFolder data;
    private final DerivedModels derived;
    private final PluginOffers offers;
    private final PluginAgents agents;
    private final AgentSources sources;
    private final ServerDialects dialects = Dialects.ofServers();
    private final DeferredAnswers deferred = new DeferredAnswers();
    private final Discovery discovery;
    private final ServerRegistry registry;
    private final Lives lives;
    private final OpenFiles files = OpenFiles.ofProcess();
    private final Summaries summaries;
    private final AgentThreads threads;
    private final Bulkheads bulkheads;
    private final OpenCalls calls;
    private final PrometheusMetrics metrics = new PrometheusMetrics();
    private final Governance governance;
    private final List<ExchangeListener> listeners;
    final HttpServer http;
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
        governance =
                Governance.open(
                        config, data.of(DataFolder.DATABASE), environment, List.of(deferred));
        closers.push(governance::close);
        listeners = governance.listeners(metrics.added(), new ExchangeLog(), metrics);
        derived = DerivedModelFiles.open(data.of(DataFolder.DERIVED_MODELS));
        offers = new PluginOffers(config, environment, data::of, metrics.added());
        agents =
                AgentSources.jars(
                        plugins.all(),
                        data.of(DataFolder.JAR_COPIES),
                        PluginFolders.disabledFile(config.data().dir()),
                        pluginSettings(config));
        closers.push(agents::close);
        EmbedBackend embed = new EmbedBackend(data.of(DataFolder.EMBEDDING_MODEL));
        closers.push(embed::close);
        sources =
                new AgentSources(
                        agents, config, environment, this::port, governance.facts(), embed);
        closers.push(sources::close);
        pool = Optional.empty();
        closers.push(() -> pool.ifPresent(ModelPool::close));
        pool = openPool(config);
        IntPredicate ownPort = port -> ownPorts.contains(port);
        ServerStore servers = LiveServers.store(data.of(DataFolder.SERVERS));
        var inspector = new HttpServerInspector(ownPort, dialects, instanceId);
        discovery = new Discovery(inspector, this::changeServers, VERSION);
        closers.push(discovery::awaitGoodbye);
        registry =
                new ServerRegistry(
                        servers,
                        inspector,
                        new LiveServers(
                                () -> life,
                                discovery::servers,
                                this::changeServers,
                                this::lookAgain),
                        governance.books().audit(),
                        CLOCK);
        lives =
                new Lives(
                        dialects,
                        environment,
                        instanceId,
                        ownPort,
                        embed,
                        derived,
                        new AddedServers(() -> servers.present().servers(), discovery::beside),
                        governance.departures(),
                        registry::isDrained,
                        metrics.added());
        life = lives.first(config, pool);
        closers.push(() -> lives.end(life));
        threads = new AgentThreads(MOST_FOREIGN_EXCHANGES);
        closers.push(threads::close);
        bulkheads = new Bulkheads(AgentLimitSettings.of(config.plugins()));
        closers.push(bulkheads::close);
        metrics.watch(bulkheads::states);
        summaries = new Summaries(governance.sessions(), offers::calls, config);
        closers.push(summaries::close);
        calls = new OpenCalls(files.calls());
        http = new HttpServer(EdgeSettings.of(config, files, instanceId), parts(life));
        closers.push(deferred::close);
        closers.push(http::close);
        closers.push(discovery::close);
    }

    /** Starts a server whose configuration never changes. */
    public static Server start(
            Config config, PluginFolders plugins, Map<String, String> environment) {
        return start(config, plugins, environment, ConfigSource.fixed(config));
    }

    /**
     * Starts a server; it answers when this returns.
     *
     * @param plugins the folders with the jars of agents
     * @param environment the variables that hold keys of backends
     * @param source the source of the configuration for a reload
     * @throws dev.chasqui.adapters.http.StartRefusedException if it may not or cannot listen
     * @throws StartFailure if it cannot use its data folder
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
            server.discovery.change(config, server.port());
            server.pool.ifPresent(ModelPool::preload);
            return server;
        } catch (RuntimeException | Error e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    private PluginSettings pluginSettings(Config config) {
        return plugins.settings(config, data::of, offers.lender());
    }

    /** Opens the pool if the config describes one; no model is loaded yet. */
    private Optional<ModelPool> openPool(Config config) {
        if (!config.pool().isUsed()) {
            return Optional.empty();
        }
        SpawnedModels.Connector connector =
                new PooledServers(dialects, instanceId, () -> presentPool(config).timeouts());
        ModelPool opened =
                ModelPool.open(config.pool(), data.of(PoolBackend.NAME), environment, connector);
        opened.whenMoreIsKnown(() -> life.models().refresh(opened.backend()));
        return Optional.of(opened);
    }

    /** Returns the pool's present configuration; while the first pool opens, that of the start. */
    private PoolConfig presentPool(Config opening) {
        Life present = life;
        return present == null ? opening.pool() : present.config().pool();
    }

    private ServerParts parts(Life of) {
        var dispatch = lives.dispatch(of, calls, governance::prices);
        offers.connect(governance.admission(), dispatch, threads, listeners);
        return new ServerParts(
                sources.exchanges(of, governance.admission(), dispatch, threads, bulkheads),
                dispatch.view(),
                threads,
                of.models(),
                new Library(of.models(), derived, pool.map(ModelPool::store), CLOCK),
                governance.callers(of.config()),
                bulkheads.over(sources.agents()),
                pool.map(ModelPool::pool),
                pool.map(ModelPool::logs),
                Dialects.ofClients(of.models(), of.config(), CLOCK),
                new ReloadLog(this),
                listeners,
                new MetricsPage(metrics.contentType(), metrics::scrape),
                governance.books(),
                governance.sessions(),
                registry,
                governance.responses(),
                deferred,
                VERSION);
    }

    /**
     * {@inheritDoc} All that may fail is made beside the running parts. Only then do the plug-ins
     * change, then the pool, and then, at once, the parts that requests see.
     */
    @Override
    public synchronized ReloadOutcome reload() {
        try {
            return reload(source.read());
        } catch (ConfigException e) {
            return ConfigMistakes.refused(e);
        }
    }

    private ReloadOutcome reload(Reading reading) {
        Config next = reading.config();
        Life before = life;
        SortedSet<String> changed = new TreeSet<>(ChangedValues.keys(before.config(), next, false));
        Optional<Runnable> poolChange;
        Optional<ModelPool> opened;
        try {
            http.check(EdgeSettings.of(next, files, instanceId), governance.checked(next));
            poolChange = pool.map(there -> there.change(next.pool()));
            opened = pool.isPresent() ? Optional.empty() : openPool(next);
        } catch (StartFailure | StartRefusedException e) {
            reading.mistakeOf("config", String.valueOf(e.getMessage()));
            throw ConfigMistakes.in(reading);
        }
        PluginReload.Done jars;
        try {
            offers.change(next);
            jars = ConfigMistakes.done(agents.reload(pluginSettings(next)), reading);
        } catch (RuntimeException | Error e) {
            offers.change(before.config());
            opened.ifPresent(ModelPool::close);
            throw e;
        }
        jars.names().forEach(name -> changed.add("agents." + name));
        governance.change(next);
        sources.change(next);
        summaries.change(next);
        bulkheads.change(AgentLimitSettings.of(next.plugins()));
        poolChange.ifPresent(Runnable::run);
        pool = pool.or(() -> opened);
        begin(next);
        opened.ifPresent(ModelPool::preload);
        discovery.change(next, port());
        source.taken(next);
        return new ReloadOutcome.Done(
                List.copyOf(changed),
                ChangedValues.keys(atStart, next, true),
                jars.refused().stream().map(PluginReport::toString).toList(),
                ConfigMistakes.warnings(reading, policyWarnings()),
                ChangedValues.between(before.config(), next));
    }

    /** Begins the life with the changed added servers; all else stays as it is. */
    private synchronized void changeServers() {
        begin(life.config());
    }

    private void lookAgain() {
        lives.lookAgain();
    }

    /** Begins the next life, and ends the one before. */
    private void begin(Config next) {
        Life before = life;
        Life after = lives.next(before, next, pool);
        pool.ifPresent(there -> after.models().refreshAndWait(there.backend()));
        // Otherwise the first request would wait for the lists of new backends.
        var _ = after.models().all();
        http.change(EdgeSettings.of(next, files, instanceId), parts(after));
        life = after;
        before.end(after);
    }

    /** Returns the port on which it listens; useful if the config asks for any free one. */
    public int port() {
        return http.port();
    }

    /** Returns all ports on which it listens. */
    public List<Integer> ports() {
        return http.ports();
    }

    /** Returns the audit of changes that no caller makes. */
    ChangeAudit changes() {
        return new ChangeAudit(governance.books().audit(), CLOCK);
    }

    /** Returns the current configuration. */
    Config config() {
        return life.config();
    }

    /** Returns the models that it offers, with their backends. */
    public Models models() {
        return life.models();
    }

    /** Returns what the config says of agents and models that does not fit those that are there. */
    List<String> policyWarnings() {
        return Stream.of(
                        sources.policyWarnings(models()),
                        models().hidingWarnings(),
                        governance.warnings(config(), models()))
                .flatMap(List::stream)
                .toList();
    }

    /** Returns the agents, with the result of loading each jar. */
    public PluginAgents agents() {
        return agents;
    }

    /** Returns the reasons for which agents of other sources are not installed, by their names. */
    Map<String, String> refusedAgents() {
        return sources.refused();
    }

    /**
     * Stops listening and waits until the running requests have ended, at most for the configured
     * time.
     *
     * @return true if all have ended
     * @throws InterruptedException if the waiting thread is interrupted
     */
    boolean drain() throws InterruptedException {
        return http.drain(life.config().server().drainDelay(), life.config().server().grace());
    }

    /** Stops listening, ends running requests, and closes every component, the last made first. */
    @Override
    public void close() {
        closers.close();
    }
}
