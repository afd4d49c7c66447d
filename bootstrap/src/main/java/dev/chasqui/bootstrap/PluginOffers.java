package dev.chasqui.bootstrap;

import dev.chasqui.adapters.config.Config;
import dev.chasqui.adapters.config.governance.SecretConfig;
import dev.chasqui.adapters.dialects.ErrorStyle;
import dev.chasqui.adapters.pf4j.ServiceLender;
import dev.chasqui.adapters.services.PluginServices;
import dev.chasqui.adapters.upstream.plugin.HostRule;
import dev.chasqui.adapters.upstream.plugin.PluginHttp;
import dev.chasqui.application.exchange.AgentThreads;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.InternalCalls;
import dev.chasqui.application.port.AddedMetrics;
import dev.chasqui.application.port.exchange.Admission;
import dev.chasqui.application.port.exchange.ExchangeListener;
import dev.chasqui.bootstrap.loan.ServicesLoan;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * The wiring of the services that plug-ins are lent. The plug-ins start before there are models,
 * and go on when a reload changes what they may do, so the services ask here for the present
 * configuration and models at each use. Safe for use by several threads.
 */
final class PluginOffers {
    private static final System.Logger LOG = System.getLogger(PluginOffers.class.getName());

    /** The statuses by which log and metrics count the failures of calls of models. */
    private static final ErrorStyle STATUSES = _ -> new byte[0];

    private final Map<String, String> environment;
    private final PluginServices services;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private volatile Config config;
    private volatile Optional<InternalCalls> models = Optional.empty();
    private volatile Optional<AgentThreads> threads = Optional.empty();

    /**
     * @param environment the variables that hold secrets
     * @param data makes and returns the data folder of a plug-in by its name
     */
    PluginOffers(
            Config config,
            Map<String, String> environment,
            Function<String, Path> data,
            AddedMetrics metrics) {
        this.config = config;
        this.environment = environment;
        this.services =
                new PluginServices(
                        data,
                        this::secret,
                        plugin -> new PluginHttp(plugin, () -> hosts(plugin)),
                        () -> models,
                        metrics,
                        this::watch);
    }

    /** Takes the rights of another configuration; they hold at once. */
    void change(Config next) {
        config = next;
    }

    /** Takes the models of the present life, and the threads that are watched. */
    void connect(
            Admission admission,
            Dispatch dispatch,
            AgentThreads watched,
            List<ExchangeListener> listeners) {
        models = Optional.of(new InternalCalls(admission, dispatch, listeners, STATUSES::status));
        threads = Optional.of(watched);
    }

    /** Returns the calls of models by the present life; empty while the server starts. */
    Optional<InternalCalls> calls() {
        return models;
    }

    private void watch(Runnable work) {
        Optional<AgentThreads> present = threads;
        if (present.isEmpty()) {
            work.run();
            return;
        }
        boolean _ =
                present.get()
                        .watch(
                                () -> {
                                    work.run();
                                    return true;
                                });
    }

    private HostRule hosts(String plugin) {
        return new HostRule(Optional.ofNullable(config.plugins().hosts().get(plugin)));
    }

    private Optional<String> secret(String plugin, String name) {
        SecretConfig secret = config.secrets().get(name);
        if (secret == null) {
            return refused(plugin, name, "the config has no such secret");
        }
        if (!secret.plugins().contains(plugin)) {
            return refused(
                    plugin, name, "it is not among 'secrets." + name + ".plugins' of the config");
        }
        Optional<String> value = secret.read(environment);
        return value.isPresent()
                ? value
                : refused(plugin, name, "its variable or file cannot be read");
    }

    /** Names of secrets come from the plug-in, so the number of warnings has a bound. */
    private Optional<String> refused(String plugin, String name, String why) {
        if (warned.size() < 1000 && warned.add(plugin + "\0" + name + "\0" + why)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    () ->
                            "plug-in '%s' did not get the secret '%s': %s"
                                    .formatted(plugin, name, why));
        }
        return Optional.empty();
    }

    /** Returns the lender for the plug-ins. */
    ServiceLender lender() {
        return ServicesLoan.lender(services);
    }
}
