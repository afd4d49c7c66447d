package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.BackendConfig;
import dev.chasqui.adapters.config.BackendTimeouts;
import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.KeyConfig;
import dev.chasqui.adapters.config.ServerConfig;
import dev.chasqui.adapters.dialects.ollama.OllamaBackendCodec;
import dev.chasqui.adapters.dialects.ollama.OllamaClientDialect;
import dev.chasqui.adapters.dialects.openai.OpenAiBackendCodec;
import dev.chasqui.adapters.dialects.openai.OpenAiClientDialect;
import dev.chasqui.adapters.extract.ExtractBackend;
import dev.chasqui.adapters.http.HttpServer;
import dev.chasqui.adapters.http.ServerParts;
import dev.chasqui.adapters.http.connection.ServerLimits;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.adapters.http.routes.MetricsPage;
import dev.chasqui.adapters.logs.ExchangeLog;
import dev.chasqui.adapters.pf4j.PluginAgents;
import dev.chasqui.adapters.pf4j.PluginSettings;
import dev.chasqui.adapters.processes.SpawnedModels;
import dev.chasqui.adapters.prometheus.PrometheusMetrics;
import dev.chasqui.adapters.upstream.BackendType;
import dev.chasqui.adapters.upstream.Codecs;
import dev.chasqui.adapters.upstream.Endpoint;
import dev.chasqui.adapters.upstream.HttpBackend;
import dev.chasqui.adapters.upstream.LocalBackends;
import dev.chasqui.adapters.upstream.client.ApiKey;
import dev.chasqui.adapters.upstream.client.BaseUrl;
import dev.chasqui.adapters.upstream.client.Timeouts;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.Key;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.OpenCalls;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.pool.PoolBackend;
import dev.chasqui.application.port.Backend;
import dev.chasqui.bootstrap.check.PluginFolders;
import dev.chasqui.bootstrap.pool.ModelPool;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.model.Zone;
import dev.chasqui.domain.network.IpNetwork;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * The whole server: every component made and given what it needs, from the outermost to the one
 * that listens, and closed in reverse.
 */
public final class Server implements AutoCloseable {
    /** How old a list of models may be, and how often backends are looked for. */
    private static final Duration FRESHNESS = Duration.ofSeconds(10);

    /**
     * How often backends that are down are asked: those that are up again are there within 10 s.
     */
    private static final Duration BACK_SOON = Duration.ofSeconds(8);

    private static final Duration PLUGIN_START_LIMIT = Duration.ofSeconds(10);

    private static final int MOST_FOREIGN_EXCHANGES = 256;

    /** The folder for copies of jars; with a stop in it, so that it is no plug-in's. */
    private static final String JAR_COPIES = "chasqui.jars";

    private final HttpServer http;
    private final Models models;
    private final PluginAgents agents;
    private final ServerConfig config;
    private final Closers closers;

    private Server(
            HttpServer http,
            Models models,
            PluginAgents agents,
            ServerConfig config,
            Closers closers) {
        this.http = http;
        this.models = models;
        this.agents = agents;
        this.config = config;
        this.closers = closers;
    }

    /**
     * Starts a server; it answers when this returns.
     *
     * @param plugins where the jars of agents are
     * @param environment where keys of backends are
     * @throws dev.chasqui.adapters.http.StartRefusedException if it may not or cannot listen
     * @throws dev.chasqui.bootstrap.check.StartFailure if it cannot have its data folder
     */
    public static Server start(
            Config config, PluginFolders plugins, Map<String, String> environment) {
        Closers closers = new Closers();
        try {
            return start(config, plugins, environment, closers);
        } catch (RuntimeException | Error e) {
            closers.closeAfter(e);
            throw e;
        }
    }

    private static Server start(
            Config config,
            PluginFolders plugins,
            Map<String, String> environment,
            Closers closers) {
        String instanceId = UUID.randomUUID().toString();
        AtomicReference<List<Integer>> ownPorts =
                new AtomicReference<>(List.of(config.server().port()));

        DataFolder data = DataFolder.open(config.data().dir());
        closers.push(data::close);

        PluginAgents agents =
                new PluginAgents(
                        plugins.all(),
                        data.of(JAR_COPIES),
                        new PluginSettings(
                                new Json.Obj(Map.copyOf(config.agents())),
                                Path.of(""),
                                data::of,
                                plugins.trust(config),
                                PLUGIN_START_LIMIT));
        closers.push(agents::close);

        Codecs codecs = new Codecs(new OpenAiBackendCodec(), new OllamaBackendCodec());
        Optional<ModelPool> pool = pool(config, data, environment, codecs, instanceId);
        pool.ifPresent(there -> closers.push(there::close));
        Backends backends =
                backends(
                        config,
                        pool.map(ModelPool::backend),
                        codecs,
                        environment,
                        instanceId,
                        port -> ownPorts.get().contains(port));
        closers.push(backends::close);
        Map<String, String> aliases = new HashMap<>();
        pool.ifPresent(there -> aliases.putAll(there.aliases()));
        aliases.putAll(config.models().aliases());
        Models models = new Models(backends, aliases, FRESHNESS, config.models().listBuiltIn());
        closers.push(models::close);
        models.lookForReturning(BACK_SOON);
        pool.ifPresent(there -> there.whenMoreIsKnown(() -> models.doubt(there.backend())));

        OpenFiles files = OpenFiles.ofProcess();
        AgentThreads threads = new AgentThreads(MOST_FOREIGN_EXCHANGES);
        closers.push(threads::close);
        OpenCalls calls = new OpenCalls(files.calls());
        Exchanges exchanges =
                new Exchanges(
                        new KeyRights(),
                        new Pipelines(agents),
                        new Dispatch(models, calls),
                        threads);

        PrometheusMetrics metrics = new PrometheusMetrics();
        HttpServer http =
                new HttpServer(
                        settings(config.server(), files, instanceId),
                        new ServerParts(
                                exchanges,
                                threads,
                                models,
                                callers(config.keys()),
                                agents,
                                pool.map(ModelPool::pool),
                                pool.map(ModelPool::logs),
                                List.of(
                                        new OpenAiClientDialect(models),
                                        new OllamaClientDialect(
                                                models,
                                                config.server().ollamaVersion(),
                                                InstantSource.system())),
                                List.of(new ExchangeLog(), metrics),
                                new MetricsPage(metrics.contentType(), metrics::scrape),
                                version()));
        closers.push(http::close);
        http.start();
        ownPorts.set(http.ports());
        pool.ifPresent(ModelPool::preload);
        return new Server(http, models, agents, config.server(), closers);
    }

    private static Optional<ModelPool> pool(
            Config config,
            DataFolder data,
            Map<String, String> environment,
            Codecs codecs,
            String instanceId) {
        if (!config.pool().isUsed()) {
            return Optional.empty();
        }
        SpawnedModels.Connector connector =
                (model, port, key) ->
                        new HttpBackend(
                                new Endpoint(
                                        PoolBackend.NAME + "/" + model,
                                        BackendType.OPENAI,
                                        BaseUrl.parse("http://127.0.0.1:" + port),
                                        Optional.of(new ApiKey(key)),
                                        Optional.of(Zone.RESTRICTED),
                                        timeouts(config.pool().timeouts())),
                                codecs,
                                instanceId);
        return Optional.of(
                ModelPool.open(config.pool(), data.of(PoolBackend.NAME), environment, connector));
    }

    private static Backends backends(
            Config config,
            Optional<Backend> pool,
            Codecs codecs,
            Map<String, String> environment,
            String instanceId,
            IntPredicate ownPort) {
        ExtractBackend extract = new ExtractBackend();
        if (config.backends().isEmpty() && pool.isEmpty()) {
            return Backends.found(
                    new LocalBackends(LocalBackends.USUAL_PORTS, ownPort, codecs, instanceId),
                    extract,
                    FRESHNESS);
        }
        List<Backend> configured = new ArrayList<>();
        pool.ifPresent(configured::add);
        config.backends()
                .forEach(
                        backend ->
                                configured.add(
                                        new HttpBackend(
                                                endpoint(backend, environment),
                                                codecs,
                                                instanceId)));
        return Backends.configured(configured, extract);
    }

    private static Endpoint endpoint(BackendConfig backend, Map<String, String> environment) {
        return new Endpoint(
                backend.name(),
                switch (backend.type()) {
                    case OPENAI -> BackendType.OPENAI;
                    case OLLAMA -> BackendType.OLLAMA;
                    case AUTO -> BackendType.AUTO;
                },
                BaseUrl.parse(backend.url().toString()),
                backend.apiKey(environment).map(ApiKey::new),
                backend.zone(),
                timeouts(backend.timeouts()));
    }

    private static Timeouts timeouts(BackendTimeouts told) {
        return new Timeouts(told.connect(), told.firstByte(), told.idle());
    }

    private static ServerSettings settings(
            ServerConfig server, OpenFiles files, String instanceId) {
        return new ServerSettings(
                server.host(),
                server.port(),
                server.ollamaPort().map(OptionalInt::of).orElseGet(OptionalInt::empty),
                server.open(),
                server.showLoading(),
                ServerTimeouts.DEFAULT
                        .withHoldHeaders(server.holdHeaders())
                        .withShowProgress(server.showProgress())
                        .withRead(server.readTimeout())
                        .withWrite(server.writeTimeout()),
                limits(server)
                        .withConnections(
                                files.clients(
                                        server.maxConnections(),
                                        server.ollamaPort().isPresent() ? 2 : 1)),
                Set.copyOf(server.allowedHosts()),
                Set.copyOf(server.allowedOrigins()),
                server.trustedProxies().stream()
                        .map(IpNetwork::parse)
                        .flatMap(Optional::stream)
                        .collect(Collectors.toSet()),
                instanceId);
    }

    private static ServerLimits limits(ServerConfig server) {
        ServerLimits limits =
                ServerLimits.DEFAULT.withBody(Math.toIntExact(server.maxBody().bytes()));
        return server.bodyMemory()
                .map(memory -> limits.withBodyMemory(memory.bytes()))
                .orElse(limits);
    }

    private static String version() {
        return Objects.requireNonNullElse(
                Server.class.getPackage().getImplementationVersion(), "development");
    }

    private static Callers callers(List<KeyConfig> keys) {
        return new Callers(
                keys.stream()
                        .map(
                                key ->
                                        new Key(
                                                key.name(),
                                                key.sha256(),
                                                key.role(),
                                                Set.copyOf(key.agents()),
                                                key.showLoading()))
                        .toList());
    }

    /** The port on which it listens; useful where any free one was asked for. */
    public int port() {
        return http.port();
    }

    /** All ports on which it listens. */
    public List<Integer> ports() {
        return http.ports();
    }

    /** The models that it offers, and on which backends. */
    public Models models() {
        return models;
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
        return http.drain(config.drainDelay(), config.grace());
    }

    /** Stops listening, ends what runs, and closes every component, the last made first. */
    @Override
    public void close() {
        closers.close();
    }
}
