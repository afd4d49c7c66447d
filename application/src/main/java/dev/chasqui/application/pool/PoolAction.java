package dev.chasqui.application.pool;

import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.failure.Failure;

import java.util.Optional;

/** An action that the scheduler wants carried out. */
public sealed interface PoolAction {
    /** The failure of a load that could not even begin. */
    LoadFailure UNSTARTABLE = new LoadFailure(false, "it cannot be started; the log says why");

    /** Returns the model that this action begins to load; empty for another action. */
    default Optional<PooledModel> loads() {
        return switch (this) {
            case Prepare(PooledModel model) -> Optional.of(model);
            case Start(PooledModel model) -> Optional.of(model);
            case Abandon _, Stop _, Grant _, Refuse _, Observe _, Report _ -> Optional.empty();
        };
    }

    /**
     * Makes sure that the model is on this machine and finds out its size; answered by {@code
     * prepared} or {@code failed}.
     */
    record Prepare(PooledModel model) implements PoolAction {}

    /**
     * Gives up preparing the model, which is not wanted as it was; answered by {@code prepared} or
     * {@code failed} when it is over.
     */
    record Abandon(String model) implements PoolAction {}

    /** Starts the model's server; answered by {@code loaded} or {@code failed}. */
    record Start(PooledModel model) implements PoolAction {}

    /**
     * Ends the model's server, which has no lease; answered by {@code exited} when it has ended, or
     * by {@code failed} if it was not ready yet.
     */
    record Stop(String model) implements PoolAction {}

    /**
     * Gives the ticket its lease; answered by {@code released} when the lease is over.
     *
     * @param run the run of the model's server that the lease is for
     */
    record Grant(Ticket ticket, long run) implements PoolAction {}

    /** Refuses the ticket a lease. */
    record Refuse(Ticket ticket, Failure why) implements PoolAction {}

    /** Measures the memory of the model's server; answered by {@code observed} if that succeeds. */
    record Observe(String model) implements PoolAction {}

    /**
     * Reports an event of a model to the operator of the server.
     *
     * @param warning true if something is wrong
     * @param text the report
     */
    record Report(boolean warning, String text) implements PoolAction {
        /** Makes a report of a normal event of a model, with the reason. */
        static Report of(Resident model, String what) {
            return new Report(false, "model '" + model.name() + "' " + what);
        }

        /** Makes a report of a problem of a model. */
        static Report warning(Resident model, String what) {
            return new Report(true, of(model, what).text());
        }
    }
}
