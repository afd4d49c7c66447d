package dev.chasqui.application.pool;

import dev.chasqui.application.port.LoadFailure;
import dev.chasqui.domain.failure.Failure;

import java.util.Optional;

/** Something that the scheduler wants done. */
public sealed interface PoolAction {
    /** The failure of a load that could not even be begun. */
    LoadFailure UNSTARTABLE = new LoadFailure(false, "it cannot be started; the log says why");

    /** The model that it begins to load; empty if it is something else. */
    default Optional<PooledModel> loads() {
        return switch (this) {
            case Prepare(PooledModel model) -> Optional.of(model);
            case Start(PooledModel model) -> Optional.of(model);
            case Abandon _, Stop _, Grant _, Refuse _, Observe _, Report _ -> Optional.empty();
        };
    }

    /**
     * See that the model is on this machine and what it takes; say {@code prepared} or {@code
     * failed} when that is known.
     */
    record Prepare(PooledModel model) implements PoolAction {}

    /**
     * Give up preparing the model, which is not wanted as it was; say {@code prepared} or {@code
     * failed} when that is over.
     */
    record Abandon(String model) implements PoolAction {}

    /** Start the model's server; say {@code loaded} or {@code failed} when that is decided. */
    record Start(PooledModel model) implements PoolAction {}

    /**
     * End the model's server, which nobody uses; say {@code exited} when it is gone, or {@code
     * failed} if it was not ready yet.
     */
    record Stop(String model) implements PoolAction {}

    /**
     * The ticket has its lease; say {@code released} when it is over.
     *
     * @param run the run of the model's server that the lease is for
     */
    record Grant(Ticket ticket, long run) implements PoolAction {}

    /** The ticket gets no lease. */
    record Refuse(Ticket ticket, Failure why) implements PoolAction {}

    /** See what the model's server takes of the memory; say {@code observed} if that is known. */
    record Observe(String model) implements PoolAction {}

    /**
     * Tell the operator of the server what becomes of a model.
     *
     * @param amiss whether it is not as it should be
     */
    record Report(boolean amiss, String text) implements PoolAction {
        /** What a model does, and why. */
        static Report of(Resident model, String what) {
            return new Report(false, "model '" + model.name() + "' " + what);
        }

        /** What went wrong with a model. */
        static Report amiss(Resident model, String what) {
            return new Report(true, of(model, what).text());
        }
    }
}
