package dev.chasqui.application.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The choice of the models that leave so that another one fits. Pure. */
final class Eviction {
    /**
     * The order of leaving: idle models first, since they can leave at once; then by priority, the
     * lowest first; then the least recently used.
     */
    private static final Comparator<Resident> FIRST_TO_GO =
            Comparator.<Resident>comparingInt(one -> one.leases() == 0 ? 0 : 1)
                    .thenComparingInt(one -> one.model().priority())
                    .thenComparing(Resident::lastUsed)
                    .thenComparing(Resident::name);

    private Eviction() {}

    /**
     * Chooses as few models as needed, in the order of leaving.
     *
     * @param wanted the model that shall have the place
     * @param present all models that will be in memory at that time if none of these leaves
     * @param limits the pool's limits
     * @param evictable those of them that may leave
     * @return the models to leave; empty if the wanted one does not fit even if all of them leave
     */
    static Optional<List<Resident>> plan(
            Resident wanted,
            Collection<Resident> present,
            PoolLimits limits,
            Collection<Resident> evictable) {
        PoolOccupancy occupancy = new PoolOccupancy(limits, present);
        List<Resident> victims = evict(evictable, occupancy, () -> occupancy.fits(wanted));
        return occupancy.fits(wanted) ? Optional.of(victims) : Optional.empty();
    }

    /**
     * Chooses as few models as needed so that the others keep to the limits, in the order of
     * leaving; all of them if even that is not enough.
     *
     * @param present all models that are in memory
     * @param evictable those of them that may leave
     */
    static List<Resident> surplus(
            Collection<Resident> present, PoolLimits limits, Collection<Resident> evictable) {
        PoolOccupancy occupancy = new PoolOccupancy(limits, present);
        return evict(evictable, occupancy, occupancy::withinLimits);
    }

    private static List<Resident> evict(
            Collection<Resident> evictable, PoolOccupancy occupancy, BooleanSupplier enough) {
        List<Resident> victims = new ArrayList<>();
        for (Resident one : evictable.stream().sorted(FIRST_TO_GO).toList()) {
            if (enough.getAsBoolean()) {
                break;
            }
            occupancy.remove(one);
            victims.add(one);
        }
        if (enough.getAsBoolean()) {
            spare(victims, occupancy, enough);
        }
        return victims;
    }

    /** Spares chosen models that are not needed, since a later one made more room. */
    private static void spare(
            List<Resident> victims, PoolOccupancy occupancy, BooleanSupplier enough) {
        for (Resident one : List.copyOf(victims).reversed()) {
            occupancy.add(one);
            if (enough.getAsBoolean()) {
                victims.remove(one);
            } else {
                occupancy.remove(one);
            }
        }
    }
}
