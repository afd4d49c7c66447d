package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.dialects.server.ServerDialects;
import dev.chasqui.adapters.embed.EmbedBackend;
import dev.chasqui.adapters.extract.ExtractBackend;
import dev.chasqui.adapters.upstream.BackendEndpoint;
import dev.chasqui.adapters.upstream.HttpBackend;
import dev.chasqui.adapters.upstream.LocalBackends;
import dev.chasqui.application.budgets.PriceTable;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.OpenCalls;
import dev.chasqui.application.models.Backends;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.application.port.Backend;
import dev.chasqui.application.port.DerivedModels;
import dev.chasqui.application.port.departures.Departures;
import dev.chasqui.application.port.registry.ServerAddress;
import dev.chasqui.application.port.registry.ServerEntry;
import dev.chasqui.application.routing.BackendChecks;
import dev.chasqui.application.routing.Routing;
import dev.chasqui.application.routing.Standings;
import dev.chasqui.bootstrap.added.AddedServers;
import dev.chasqui.bootstrap.pool.ModelPool;
import dev.chasqui.bootstrap.push.PushedHealth;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The factory of {@link Life} objects: it makes the backends and models of a configuration, and
 * takes over from the life before the parts that are the same in both.
 */
final class Lives {
    /** The maximum age of a list of models, and the interval between searches for backends. */
    private static final Duration FRESHNESS = Duration.ofSeconds(10);

    /** The owner of the metrics of the queue. */
    private static final String QUEUE = "queue";

    /** The owner of the metrics of requests that are sent twice, or not at all. */
    private static final String SENDING = "sending";

    private final ServerDialects dialects;
    private final Map<String, String> environment;
    private final String instanceId;
    private final ExtractBackend extract = new ExtractBackend();
    private final EmbedBackend embed;
    private final DerivedModels derived;
    private final AddedServers added;
    private final Departures departures;
    private final LocalBackends local;

    /** What is known of the backends, which a backend keeps from one life to the next. */
    private final Standings standings;

    private final PushedHealth push;

    /** The dispatch of the newest life; null before the first one. */
    private final AtomicReference<@Nullable Dispatch> newest = new AtomicReference<>();

    /**
     * @param environment the variables that hold keys of backends
     * @param ownPort returns true for a port of this server's own
     * @param embed the built-in embedding model, which lives as long as the process
     * @param derived the derived models, which do so, too
     * @param added the servers beside those of the config
     * @param departures the ledger of the calls that leave for backends outside
     * @param drained returns true for a backend that gets no new requests
     * @param metrics shows the queue before the backends, and the push of their health
     */
    Lives(
            ServerDialects dialects,
            Map<String, String> environment,
            String instanceId,
            IntPredicate ownPort,
            EmbedBackend embed,
            DerivedModels derived,
            AddedServers added,
            Departures departures,
            Predicate<Backend> drained,
            AddedMetrics metrics) {
        this.dialects = dialects;
        this.environment = environment;
        this.instanceId = instanceId;
        this.embed = embed;
        this.derived = derived;
        this.added = added;
        this.departures = departures;
        local =
                new LocalBackends(
                        LocalBackends.USUAL_PORTS,
                        ownPort,
                        dialects,
                        instanceId,
                        added::hasRegistered);
        standings = new Standings(drained);
        show(metrics);
        push =
                new PushedHealth(
                        () -> Objects.requireNonNull(newest.get()).view(), metrics, environment);
    }

    /** Makes the life of a start. */
    Life first(Config config, Optional<ModelPool> pool) {
        Map<BackendEndpoint, Backend> servers = servers(config, Map.of());
        boolean finds = finds(config);
        Backends backends = finds ? found(config, servers) : configured(config, servers, pool);
        Models models =
                new Models(
                        backends,
                        ModelNames.of(config, pool),
                        FRESHNESS,
                        config.models().listBuiltIn(),
                        derived);
        BackendChecks checks =
                BackendChecks.start(models, standings, config.routing().checkRules());
        return new Life(config, entries(config), servers, finds, backends, models, checks);
    }

    private void show(AddedMetrics metrics) {
        metrics.gauge(
                QUEUE,
                "chasqui_queue_length",
                "Requests that wait for a place of a backend.",
                standings.queue()::length);
        AddedMetrics.Held waits =
                metrics.timer(
                        QUEUE,
                        "chasqui_queue_wait_seconds",
                        "Seconds that requests waited for a place of a backend.");
        standings.queue().watch(wait -> waits.add(wait.toNanos() / 1e9));
        AddedMetrics.Held made =
                metrics.counter(
                        SENDING,
                        "chasqui_hedges",
                        "Requests of which a second backend was asked, since the first was late.");
        AddedMetrics.Held won =
                metrics.counter(
                        SENDING,
                        "chasqui_hedges_won",
                        "Requests of which that second backend answered first.");
        AddedMetrics.Held shared =
                metrics.counter(
                        SENDING,
                        "chasqui_coalesced",
                        "Requests that got the answer to an equal one.");
        standings.hedges().watch(() -> made.add(1), () -> won.add(1));
        standings.shared().watch(() -> shared.add(1));
        metrics.gauge(
                SENDING,
                "chasqui_coalescing",
                "Requests that wait for, or read, an answer that equal ones may share.",
                standings.shared()::open);
    }

    /** Makes the life that follows another one; the earlier one continues until it is ended. */
    Life next(Life before, Config config, Optional<ModelPool> pool) {
        Map<BackendEndpoint, Backend> servers = servers(config, before.servers());
        boolean finds = finds(config);
        boolean goesOn =
                finds
                        && before.finds()
                        && before.servers().equals(servers)
                        && before.config().models().embed() == config.models().embed();
        Backends backends =
                goesOn
                        ? before.backends()
                        : finds ? found(config, servers) : configured(config, servers, pool);
        Models models =
                before.models()
                        .next(backends, ModelNames.of(config, pool), config.models().listBuiltIn());
        BackendChecks checks = before.checks().next(models, config.routing().checkRules());
        return new Life(config, entries(config), servers, finds, backends, models, checks);
    }

    /**
     * Makes the dispatch of a life, and forgets the backends that are not in it. Requests that wait
     * for a place go on by it.
     *
     * @param prices returns the present prices of models
     */
    Dispatch dispatch(Life life, OpenCalls calls, Supplier<PriceTable> prices) {
        standings.keep(life.backends().all());
        Dispatch next =
                new Dispatch(
                        life.models(),
                        new Routing(RoutingOf.config(life.config()), standings, prices),
                        calls,
                        newest);
        newest.set(next);
        standings.stuck().change(life.config().routing().freeStuckAfter());
        push.change(life.config().routing().push());
        standings.lookAgain();
        return next;
    }

    /** Ends the last life, and what all lives share. */
    void end(Life last) {
        push.close();
        standings.stuck().close();
        last.end();
    }

    /** Has the requests that wait for places look anew: other backends are drained now. */
    void lookAgain() {
        standings.lookAgain();
    }

    private static boolean finds(Config config) {
        return config.backends().isEmpty() && !config.pool().isUsed();
    }

    private List<ServerEntry> entries(Config config) {
        return config.backends().stream()
                .map(backend -> Endpoints.entry(backend, environment))
                .toList();
    }

    /** Returns the backends of the config, and then those of the added servers. */
    private Map<BackendEndpoint, Backend> servers(
            Config config, Map<BackendEndpoint, Backend> before) {
        Stream<BackendEndpoint> endpoints =
                Stream.concat(
                        config.backends().stream()
                                .map(backend -> Endpoints.of(backend, dialects, environment)),
                        added.beside(entries(config)).stream()
                                .map(server -> BackendEndpoint.of(server, dialects)));
        Map<BackendEndpoint, Backend> servers = new LinkedHashMap<>();
        endpoints.forEach(
                endpoint -> {
                    Backend known = before.get(endpoint);
                    servers.put(
                            endpoint,
                            known != null
                                    ? known
                                    : new HttpBackend(endpoint, dialects, instanceId, departures));
                });
        return servers;
    }

    private Backends configured(
            Config config, Map<BackendEndpoint, Backend> servers, Optional<ModelPool> pool) {
        List<Backend> all = new ArrayList<>();
        pool.map(ModelPool::backend).ifPresent(all::add);
        all.addAll(servers.values());
        return Backends.configured(all, builtIn(config));
    }

    private Backend[] builtIn(Config config) {
        return config.models().embed() ? new Backend[] {extract, embed} : new Backend[] {extract};
    }

    /** Makes the backends of added servers, and of those that are found on this machine. */
    private Backends found(Config config, Map<BackendEndpoint, Backend> servers) {
        List<Backend> known = List.copyOf(servers.values());
        Set<ServerAddress> addresses =
                known.stream().map(Lives::address).collect(Collectors.toUnmodifiableSet());
        return Backends.found(
                () ->
                        Stream.concat(
                                        known.stream(),
                                        local.find().stream()
                                                .filter(one -> !addresses.contains(address(one))))
                                .toList(),
                FRESHNESS,
                builtIn(config));
    }

    private static ServerAddress address(Backend server) {
        return AddedServers.comparable(server.address());
    }
}
