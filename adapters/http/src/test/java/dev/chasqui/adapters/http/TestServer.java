package dev.chasqui.adapters.http;

import dev.chasqui.adapters.dialects.ClientDialect;
import dev.chasqui.adapters.dialects.ollama.OllamaClientDialect;
import dev.chasqui.adapters.dialects.openai.OpenAiClientDialect;
import dev.chasqui.adapters.http.connection.ServerLimits;
import dev.chasqui.adapters.http.connection.ServerTimeouts;
import dev.chasqui.adapters.http.edge.ServerSettings;
import dev.chasqui.adapters.http.routes.MetricsPage;
import dev.chasqui.adapters.http.toy.ToyDialect;
import dev.chasqui.application.agents.Pipelines;
import dev.chasqui.application.bulkhead.Bulkheads;
import dev.chasqui.application.callers.Callers;
import dev.chasqui.application.callers.Key;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.deferred.DeferredAnswers;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.Exchanges;
import dev.chasqui.application.exchange.OpenCalls;
import dev.chasqui.application.ledger.Books;
import dev.chasqui.application.library.Library;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.application.port.ReloadOutcome;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.application.port.exchange.ExchangeRecord;
import dev.chasqui.application.sessions.Sessions;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.testing.RawHttp;
import dev.chasqui.testing.Sha256;
import dev.chasqui.testing.WireMessage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** A started server on a free port, in front of a scripted backend. */
final class TestServer implements AutoCloseable {
    static final String INSTANCE = "test-instance";
    static final String USER_KEY = "user-key";
    static final String ADMIN_KEY = "admin-key";

    /** The key of a caller that sees the progress of a loading model. */
    static final String SEEING_KEY = "seeing-key";

    /** The key of a caller that may use the agent {@code rag} alone. */
    static final String LIMITED_KEY = "limited-key";

    final ScriptedBackend backend;
    final BlockingQueue<ExchangeRecord> records = new LinkedBlockingQueue<>();

    /** True if the listener throws an exception for each call. */
    final AtomicBoolean listenerFails = new AtomicBoolean();

    /** A further listener. */
    volatile ExchangeListener also = _ -> {};

    final AtomicInteger openStreams = new AtomicInteger();

    /** The number of reloads that were requested. */
    final AtomicInteger reloads = new AtomicInteger();

    /** The outcome of a reload. */
    volatile ReloadOutcome reloaded = new ReloadOutcome.Done(List.of(), List.of());

    final ScriptedAgents agents = new ScriptedAgents();
    final HttpServer server;
    final Sessions sessions;

    private final List<String> told = new ArrayList<>();
    private final Models models;
    private final AgentThreads threads = new AgentThreads(4);
    private final Bulkheads bulkheads = new Bulkheads(Map.of());

    private TestServer(ServerSettings settings, List<Key> keys, List<Backend> others) {
        this(settings, keys, others, Optional.empty());
    }

    private TestServer(
            ServerSettings settings,
            List<Key> keys,
            List<Backend> others,
            Optional<TestPool> pool) {
        this.backend =
                pool.map(one -> new ScriptedBackend(one.backend().models()))
                        .orElseGet(ScriptedBackend::new);
        this.sessions = Sessions.inMemory();
        this.models =
                new Models(
                        Backends.configured(others, backend),
                        Map.of("alias", "hello"),
                        Duration.ofMinutes(1));
        Dispatch dispatch = new Dispatch(models, new OpenCalls(1_000));
        this.server =
                new HttpServer(
                        settings,
                        new ServerParts(
                                new Exchanges(
                                        new KeyRights(),
                                        new Pipelines(agents),
                                        dispatch,
                                        threads,
                                        bulkheads),
                                dispatch.view(),
                                threads,
                                models,
                                new Library(
                                        models,
                                        DerivedModels.NONE,
                                        Optional.empty(),
                                        InstantSource.system()),
                                new Callers(keys),
                                agents,
                                pool.map(TestPool::pool),
                                pool.map(TestPool::logs),
                                dialects(models),
                                this::reload,
                                List.of(new Recorder()),
                                new MetricsPage("text/plain; version=0.0.4", () -> bytes("up 1\n")),
                                Books.inMemory(),
                                sessions,
                                new TestRegistry().registry(),
                                NothingKept.responses(),
                                new DeferredAnswers(),
                                "0.0-test"));
        server.start();
    }

    private ReloadOutcome reload() {
        reloads.incrementAndGet();
        return reloaded;
    }

    private static List<ClientDialect> dialects(Models models) {
        return List.of(
                new BuggyDialect(new OpenAiClientDialect(models, false)),
                new OllamaClientDialect(models, "0.12.11", InstantSource.system()),
                new ToyDialect(models));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static TestServer start() {
        return start(settings -> settings);
    }

    static TestServer start(UnaryOperator<ServerSettings> change) {
        return new TestServer(
                change.apply(ServerSettings.onPort(0, INSTANCE)), List.of(), List.of());
    }

    static TestServer startWithKeys() {
        return startWithKeys(settings -> settings);
    }

    static TestServer startWithKeys(UnaryOperator<ServerSettings> change) {
        return new TestServer(change.apply(ServerSettings.onPort(0, INSTANCE)), keys(), List.of());
    }

    private static List<Key> keys() {
        return List.of(
                key("ana", USER_KEY, Caller.Role.USER, "*"),
                key("bob", LIMITED_KEY, Caller.Role.USER, "rag"),
                key("root", ADMIN_KEY, Caller.Role.ADMIN, "*"),
                new Key("eve", Sha256.of(SEEING_KEY), Caller.Role.USER, Set.of("*"), true));
    }

    /** Starts a server whose models are loaded by a pool. */
    static TestServer startBefore(TestPool pool, UnaryOperator<ServerSettings> change) {
        return new TestServer(
                change.apply(ServerSettings.onPort(0, INSTANCE)),
                List.of(),
                List.of(pool.backend()),
                Optional.of(pool));
    }

    static TestServer startWithKeysBefore(TestPool pool, UnaryOperator<ServerSettings> change) {
        return new TestServer(
                change.apply(ServerSettings.onPort(0, INSTANCE)),
                keys(),
                List.of(pool.backend()),
                Optional.of(pool));
    }

    static ServerSettings showingLoading(ServerSettings settings) {
        return with(settings, true, settings.timeouts(), settings.limits());
    }

    static ServerSettings holdingBriefly(ServerSettings settings) {
        return with(
                settings,
                settings.showLoading(),
                settings.timeouts().withHoldHeaders(Duration.ZERO),
                settings.limits());
    }

    static ServerSettings cuttingSoon(ServerSettings settings) {
        return with(
                settings,
                settings.showLoading(),
                settings.timeouts().withWrite(Duration.ofMillis(300)),
                settings.limits());
    }

    static ServerSettings showingSoon(ServerSettings settings) {
        return with(
                settings,
                settings.showLoading(),
                settings.timeouts().withShowProgress(Duration.ZERO),
                settings.limits());
    }

    static TestServer startBehind(Backend other) {
        return new TestServer(ServerSettings.onPort(0, INSTANCE), List.of(), List.of(other));
    }

    static TestServer startWith(UnaryOperator<ServerTimeouts> change) {
        return start(
                settings ->
                        with(
                                settings,
                                settings.showLoading(),
                                change.apply(settings.timeouts()),
                                settings.limits()));
    }

    static TestServer startLimited(UnaryOperator<ServerLimits> change) {
        return start(
                settings ->
                        with(
                                settings,
                                settings.showLoading(),
                                settings.timeouts(),
                                change.apply(settings.limits())));
    }

    /** Starts a server with this memory in bytes for all bodies, for which no body waits long. */
    static TestServer startWithBodyMemory(long bytes) {
        return start(
                settings ->
                        with(
                                settings,
                                settings.showLoading(),
                                settings.timeouts().withMemory(Duration.ofMillis(50)),
                                settings.limits().withBodyMemory(bytes)));
    }

    private static ServerSettings with(
            ServerSettings settings,
            boolean showLoading,
            ServerTimeouts timeouts,
            ServerLimits limits) {
        return new ServerSettings(
                settings.host(),
                settings.port(),
                settings.ollamaPort(),
                settings.open(),
                showLoading,
                settings.mayShorten(),
                timeouts,
                limits,
                settings.allowedHosts(),
                settings.allowedOrigins(),
                settings.aliases(),
                settings.trustedProxies(),
                settings.instanceId());
    }

    private static Key key(String name, String key, Caller.Role role, String agents) {
        return new Key(name, Sha256.of(key), role, Set.of(agents));
    }

    int port() {
        return server.port();
    }

    RawHttp connect() {
        return RawHttp.connect(port());
    }

    /** Returns the body of a request for a chat. */
    static String ask(String model, boolean stream) {
        return "{\"model\":\""
                + model
                + "\",\"stream\":"
                + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
    }

    /** Returns the record of the next exchange that ended. */
    ExchangeRecord nextRecord() throws InterruptedException {
        ExchangeRecord next = records.poll(10, TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("no exchange was told of");
        }
        told.add(next.id());
        return next;
    }

    /** Returns the ids of the exchanges that were recorded so far. */
    List<String> told() {
        return List.copyOf(told);
    }

    /** Returns the record of the exchange that this answer ended; earlier ones are dropped. */
    ExchangeRecord recordOf(WireMessage answer) throws InterruptedException {
        String id = answer.header("x-request-id").orElseThrow();
        ExchangeRecord next = nextRecord();
        while (!next.id().equals(id)) {
            next = nextRecord();
        }
        return next;
    }

    @Override
    public void close() {
        server.close();
        sessions.close();
        threads.close();
        bulkheads.close();
    }

    private final class Recorder implements ExchangeListener {
        @Override
        public void streamOpened() {
            openStreams.incrementAndGet();
            failIfAsked();
        }

        @Override
        public void streamClosed() {
            openStreams.decrementAndGet();
            failIfAsked();
        }

        @Override
        public void finished(ExchangeRecord exchange) {
            records.add(exchange);
            also.finished(exchange);
            failIfAsked();
        }

        private void failIfAsked() {
            if (listenerFails.get()) {
                throw new IllegalStateException("a bug of the listener");
            }
        }
    }
}
