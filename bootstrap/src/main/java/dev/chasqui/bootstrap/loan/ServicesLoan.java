package dev.chasqui.bootstrap.loan;

import dev.chasqui.adapters.pf4j.ServiceLender;
import dev.chasqui.adapters.services.LentServices;
import dev.chasqui.adapters.services.PluginServices;
import dev.chasqui.plugin.service.Metrics;
import dev.chasqui.plugin.service.Services;

/** A loan of services to one instance of a plug-in. Safe for use by several threads. */
public final class ServicesLoan implements ServiceLender.Loan {
    private final LentServices lent;

    private ServicesLoan(LentServices lent) {
        this.lent = lent;
    }

    /** Returns a lender of these services. */
    public static ServiceLender lender(PluginServices services) {
        return (plugin, loader) -> new ServicesLoan(services.lend(plugin, loader));
    }

    @Override
    public Services services() {
        return lent;
    }

    @Override
    public Metrics metrics() {
        return lent;
    }

    @Override
    public void pause() {
        lent.pause();
    }

    @Override
    public void resume() {
        lent.resume();
    }

    @Override
    public void close() {
        lent.close();
    }
}
