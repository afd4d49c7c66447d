package dev.chasqui.adapters.pf4j;

import dev.chasqui.plugin.service.Metrics;
import dev.chasqui.plugin.service.Services;

/** The loan without services. */
enum NoLoan implements ServiceLender.Loan, Services, Metrics {
    INSTANCE;

    @Override
    public Services services() {
        return this;
    }

    @Override
    public Metrics metrics() {
        return this;
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close() {}
}
