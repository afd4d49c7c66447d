package dev.chasqui.application.pool;

import java.util.Collection;
import java.util.List;

/**
 * The watch over more models than the limits allow, after models have grown or the pool has
 * changed. It chooses the models that leave. Used by one thread.
 */
final class OvercommitWatch {
    private boolean active;

    /**
     * True if the reason is a change of the pool. Then models in use leave, too, as soon as their
     * leases are over; a model that grows does not make them leave.
     */
    private boolean poolChanged;

    /** Notes that some model may take more memory than before. */
    void memoryGrew() {
        active = true;
    }

    /** Notes that there may be less room, or models that may no longer be loaded together. */
    void poolChanged() {
        active = true;
        poolChanged = true;
    }

    /** Returns true if a model may have to leave. */
    boolean active() {
        return active;
    }

    /** Chooses models without leases, which leave at once. */
    List<Resident> leaving(Collection<Resident> all, PoolLimits limits) {
        List<Resident> present =
                all.stream().filter(one -> one.present() && !one.stopping()).toList();
        List<Resident> idle = present.stream().filter(one -> one.idle() && !one.pinned()).toList();
        List<Resident> victims = Eviction.surplus(present, limits, idle);
        active = !PoolOccupancy.withinLimits(limits, without(victims, present));
        return victims;
    }

    /** Chooses models with leases, which grant no more from now on. */
    List<Resident> draining(Collection<Resident> all, PoolLimits limits) {
        if (!poolChanged) {
            return List.of();
        }
        List<Resident> serving = all.stream().filter(one -> one.stays() && !one.leaving()).toList();
        List<Resident> used = serving.stream().filter(one -> one.ready() && !one.pinned()).toList();
        List<Resident> victims = Eviction.surplus(serving, limits, used);
        poolChanged = !PoolOccupancy.withinLimits(limits, without(victims, serving));
        return victims;
    }

    private static List<Resident> without(List<Resident> some, List<Resident> all) {
        return all.stream().filter(one -> !some.contains(one)).toList();
    }
}
