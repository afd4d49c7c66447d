package dev.chasqui.bootstrap.trial;

import dev.chasqui.adapters.pf4j.ServiceLender;
import dev.chasqui.adapters.services.PluginServices;
import dev.chasqui.adapters.upstream.plugin.HostRule;
import dev.chasqui.adapters.upstream.plugin.PluginHttp;
import dev.chasqui.application.callers.KeyRights;
import dev.chasqui.application.exchange.Dispatch;
import dev.chasqui.application.exchange.InternalCalls;
import dev.chasqui.bootstrap.loan.ServicesLoan;

import java.util.List;
import java.util.Optional;

/**
 * The services of a plug-in that is tried: a store in the folder of the trial, its model, the hosts
 * that a server without configuration allows, no secrets, and metrics that nobody reads. Safe for
 * use by several threads.
 */
final class TrialServices {
    private final PluginServices services;
    private volatile Optional<InternalCalls> models = Optional.empty();

    TrialServices(TrialFolder folder) {
        services =
                new PluginServices(
                        folder::data,
                        (_, _) -> Optional.empty(),
                        plugin -> new PluginHttp(plugin, () -> new HostRule(Optional.empty())),
                        () -> models,
                        NoMetrics.INSTANCE,
                        Runnable::run);
    }

    /** Lets the plug-in ask the models, which there are none of before. */
    void connect(Dispatch dispatch) {
        // Nobody reads the status, since nobody listens.
        models = Optional.of(new InternalCalls(new KeyRights(), dispatch, List.of(), _ -> 500));
    }

    ServiceLender lender() {
        return ServicesLoan.lender(services);
    }
}
