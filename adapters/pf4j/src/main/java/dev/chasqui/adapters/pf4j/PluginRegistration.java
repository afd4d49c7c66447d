package dev.chasqui.adapters.pf4j;

import dev.chasqui.adapters.pf4j.loading.ContextLoader;
import dev.chasqui.application.agents.HelpAgent;
import dev.chasqui.domain.agent.AgentType;
import dev.chasqui.domain.command.CommandUsage;
import dev.chasqui.domain.health.Health;
import dev.chasqui.domain.route.WebRoute;
import dev.chasqui.plugin.Contributions;
import dev.chasqui.plugin.Host;
import dev.chasqui.plugin.service.Counter;
import dev.chasqui.plugin.service.Http;
import dev.chasqui.plugin.service.OwnModels;
import dev.chasqui.plugin.service.Scheduler;
import dev.chasqui.plugin.service.Secret;
import dev.chasqui.plugin.service.Store;
import dev.chasqui.plugin.service.TimeMetric;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The host of one plug-in, and its contributions during its start. Safe for use by several threads.
 */
final class PluginRegistration implements Host, Contributions {
    private final Path jar;
    private final String name;
    private final PluginSettings settings;
    private final ContextLoader loader;
    private final RouteClaims claims;
    private final SchemaReader schemas;
    private final Map<String, Path> takenAgents = new HashMap<>();
    private final Map<String, AgentType<?>> agents = new LinkedHashMap<>();
    private @Nullable Supplier<Health> health;
    private ServiceLender.Loan loan = NoLoan.INSTANCE;
    private boolean closed;

    /**
     * Opens a registration.
     *
     * @param name the name of the plug-in
     * @param loader the class loader of the plug-in
     * @param others the plug-ins that are installed with it
     */
    PluginRegistration(
            Path jar,
            String name,
            PluginSettings settings,
            ContextLoader loader,
            Collection<Contributor> others) {
        this.jar = jar;
        this.name = name;
        this.settings = settings;
        this.loader = loader;
        this.schemas = new SchemaReader(name);
        this.claims = new RouteClaims(name, others);
        others.forEach(
                other ->
                        other.contribution()
                                .agents()
                                .keySet()
                                .forEach(agent -> takenAgents.put(agent, other.jar())));
    }

    /** Gives the plug-in its services. */
    synchronized void lend(ServiceLender.Loan services) {
        loan = services;
    }

    private synchronized ServiceLender.Loan loan() {
        return loan;
    }

    @Override
    public <C extends Record> C config(Class<C> type) {
        C section = settings.section(name, type);
        schemas.section(type);
        return section;
    }

    @Override
    public synchronized void agent(AgentType<?> type) {
        String agent = type.name();
        requireOpen("agent '" + agent + "'");
        try {
            CommandUsage.of(type);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("agent '" + agent + "': " + e.getMessage(), e);
        }
        if (agent.equals(HelpAgent.NAME) || agents.containsKey(agent)) {
            throw new IllegalArgumentException("agent '" + agent + "': there is one already");
        }
        Path owner = takenAgents.get(agent);
        if (owner != null && isBeside(owner)) {
            throw new IllegalArgumentException(
                    "agent '" + agent + "': " + owner.getFileName() + " has one already");
        }
        // Between folders the later one has precedence while it is there.
        agents.put(agent, loader.around(type));
        schemas.command(type);
    }

    @Override
    public synchronized void route(WebRoute route) {
        requireOpen("route " + route.method() + " " + route.path());
        claims.claim(loader.around(route));
    }

    @Override
    public synchronized void health(Supplier<Health> check) {
        requireOpen("health");
        if (health != null) {
            throw new IllegalArgumentException("health: there is one already");
        }
        health = new WatchedHealth(name, loader.around(check));
    }

    @Override
    public Path data() {
        return settings.dataFolder().apply(name);
    }

    @Override
    public Store store() {
        return loan().services().store();
    }

    @Override
    public Optional<Secret> secret(String secret) {
        return loan().services().secret(secret);
    }

    @Override
    public Http http() {
        return loan().services().http();
    }

    @Override
    public OwnModels models() {
        return loan().services().models();
    }

    @Override
    public Scheduler scheduler() {
        return loan().services().scheduler();
    }

    @Override
    public synchronized Counter counter(String metric, String help) {
        requireOpen("counter '" + metric + "'");
        return loan.metrics().counter(metric, help);
    }

    @Override
    public synchronized void gauge(String metric, String help, DoubleSupplier value) {
        requireOpen("gauge '" + metric + "'");
        loan.metrics().gauge(metric, help, value);
    }

    @Override
    public synchronized TimeMetric timer(String metric, String help) {
        requireOpen("timer '" + metric + "'");
        return loan.metrics().timer(metric, help);
    }

    /** Closes the registration; later calls fail. */
    synchronized void close() {
        closed = true;
    }

    synchronized Contribution contribution() {
        return new Contribution(
                agents, claims.routes(), Optional.ofNullable(health), schemas.read());
    }

    private void requireOpen(String what) {
        if (closed) {
            throw new IllegalStateException(
                    what + " was registered after the start of its plug-in was over");
        }
    }

    private boolean isBeside(Path other) {
        return Objects.equals(other.getParent(), jar.getParent());
    }
}
