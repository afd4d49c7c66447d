package dev.chasqui.adapters.pf4j;

import dev.chasqui.plugin.service.Metrics;
import dev.chasqui.plugin.service.Services;

/** The lender of services to plug-ins. Safe for use by several threads. */
@FunctionalInterface
public interface ServiceLender {

    /**
     * Lends services to one instance of a plug-in that is about to start.
     *
     * @param plugin the name of the plug-in
     * @param loader its class loader, with which its code runs; nothing may hold it when the loan
     *     is closed
     */
    Loan lend(String plugin, ClassLoader loader);

    /** Returns a lender without services. */
    static ServiceLender none() {
        return (_, _) -> NoLoan.INSTANCE;
    }

    /** The services that one instance of a plug-in was lent. Safe for use by several threads. */
    interface Loan extends AutoCloseable {

        /** Returns the services; they throw {@link IllegalStateException} after {@link #close}. */
        Services services();

        /** Returns the receiver of the plug-in's metrics. */
        Metrics metrics();

        /** Has no scheduled run begin until {@link #resume}. */
        void pause();

        /** Undoes {@link #pause}. */
        void resume();

        /** Ends everything that was lent, and cancels the calls that are running. Idempotent. */
        @Override
        void close();
    }
}
