package dev.chasqui.application.pool;

import java.util.Collection;
import java.util.List;

/**
 * The watch over models that are more than the limits allow, because they have grown or the pool
 * has changed: it says which of them go. Used by one thread.
 */
final class Crowding {
    private boolean lasts;

    /**
     * Whether that is so because the pool has changed. Then those that are used go too, as soon as
     * they are not any more; one that grows sends away none of them.
     */
    private boolean changed;

    /** Some model may take more than it did. */
    void grown() {
        lasts = true;
    }

    /** There may be less room, or models that do not go together any more. */
    void changed() {
        lasts = true;
        changed = true;
    }

    /** Whether a model may have to go. */
    boolean lasts() {
        return lasts;
    }

    /** Those that have no lease and go at once. */
    List<Resident> leaving(Collection<Resident> all, PoolLimits limits) {
        List<Resident> present =
                all.stream().filter(one -> one.present() && !one.stopping()).toList();
        List<Resident> idle = present.stream().filter(one -> one.idle() && !one.pinned()).toList();
        List<Resident> victims = Eviction.thin(present, limits, idle);
        lasts = !Room.holds(limits, without(victims, present));
        return victims;
    }

    /** Those that have leases, and grant no more from now on. */
    List<Resident> draining(Collection<Resident> all, PoolLimits limits) {
        if (!changed) {
            return List.of();
        }
        List<Resident> serving = all.stream().filter(one -> one.stays() && !one.leaving()).toList();
        List<Resident> used = serving.stream().filter(one -> one.ready() && !one.pinned()).toList();
        List<Resident> victims = Eviction.thin(serving, limits, used);
        changed = !Room.holds(limits, without(victims, serving));
        return victims;
    }

    private static List<Resident> without(List<Resident> some, List<Resident> all) {
        return all.stream().filter(one -> !some.contains(one)).toList();
    }
}
