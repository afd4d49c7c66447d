package dev.chasqui.application.pool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Who must go so that another one fits. Pure. */
final class Eviction {
    /** Idle ones first, since nobody waits for them to end; then the least recently used. */
    private static final Comparator<Resident> FIRST_TO_GO =
            Comparator.<Resident>comparingInt(one -> one.leases() == 0 ? 0 : 1)
                    .thenComparingInt(one -> one.model().priority())
                    .thenComparing(Resident::lastUsed)
                    .thenComparing(Resident::name);

    private Eviction() {}

    /**
     * As few as are needed, the first to go before others.
     *
     * @param wanted who shall have the place
     * @param there all that will be there at that time if none of these goes
     * @param limits what the pool keeps to
     * @param takeable those of them who may go
     * @return empty if it does not fit though all of these go
     */
    static Optional<List<Resident>> plan(
            Resident wanted,
            Collection<Resident> there,
            PoolLimits limits,
            Collection<Resident> takeable) {
        Room room = new Room(limits, there);
        List<Resident> victims = new ArrayList<>();
        for (Resident one : inOrder(takeable)) {
            if (room.fits(wanted)) {
                break;
            }
            room.remove(one);
            victims.add(one);
        }
        if (!room.fits(wanted)) {
            return Optional.empty();
        }
        spare(victims, wanted, room);
        return Optional.of(victims);
    }

    /** The first to go first. */
    static List<Resident> inOrder(Collection<Resident> all) {
        return all.stream().sorted(FIRST_TO_GO).toList();
    }

    /** Of those that were chosen some may not be needed, since a later one made more room. */
    private static void spare(List<Resident> victims, Resident wanted, Room room) {
        for (Resident one : List.copyOf(victims).reversed()) {
            room.add(one);
            if (room.fits(wanted)) {
                victims.remove(one);
            } else {
                room.remove(one);
            }
        }
    }
}
