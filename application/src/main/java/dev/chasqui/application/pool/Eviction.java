package dev.chasqui.application.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The choice of models that must go so that another one fits. Pure. */
final class Eviction {
    /** The order: idle ones first, since they can go at once; then the least recently used. */
    private static final Comparator<Resident> FIRST_TO_GO =
            Comparator.<Resident>comparingInt(one -> one.leases() == 0 ? 0 : 1)
                    .thenComparingInt(one -> one.model().priority())
                    .thenComparing(Resident::lastUsed)
                    .thenComparing(Resident::name);

    private Eviction() {}

    /**
     * As few as are needed, the first to go before others.
     *
     * @param wanted the model that shall have the place
     * @param there all that will be there at that time if none of these goes
     * @param limits what the pool keeps to
     * @param takeable those of them that may go
     * @return empty if it does not fit though all of these go
     */
    static Optional<List<Resident>> plan(
            Resident wanted,
            Collection<Resident> there,
            PoolLimits limits,
            Collection<Resident> takeable) {
        Room room = new Room(limits, there);
        List<Resident> victims = takeOut(takeable, room, () -> room.fits(wanted));
        return room.fits(wanted) ? Optional.of(victims) : Optional.empty();
    }

    /**
     * As few as are needed so that the others keep to the limits, the first to go before others;
     * all of them if that does not do.
     *
     * @param there all that are there
     * @param takeable those of them that may go
     */
    static List<Resident> thin(
            Collection<Resident> there, PoolLimits limits, Collection<Resident> takeable) {
        Room room = new Room(limits, there);
        return takeOut(takeable, room, room::holds);
    }

    private static List<Resident> takeOut(
            Collection<Resident> takeable, Room room, BooleanSupplier enough) {
        List<Resident> victims = new ArrayList<>();
        for (Resident one : takeable.stream().sorted(FIRST_TO_GO).toList()) {
            if (enough.getAsBoolean()) {
                break;
            }
            room.remove(one);
            victims.add(one);
        }
        if (enough.getAsBoolean()) {
            spare(victims, room, enough);
        }
        return victims;
    }

    /** Of those that were chosen some may not be needed, since a later one made more room. */
    private static void spare(List<Resident> victims, Room room, BooleanSupplier enough) {
        for (Resident one : List.copyOf(victims).reversed()) {
            room.add(one);
            if (enough.getAsBoolean()) {
                victims.remove(one);
            } else {
                room.remove(one);
            }
        }
    }
}
