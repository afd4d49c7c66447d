package dev.chasqui.application.pool;

import dev.chasqui.domain.size.Footprint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A set of models, present or planned, against the pool's limits. Used by one thread. */
final class PoolOccupancy {
    private final PoolLimits limits;
    private final List<Resident> present;

    PoolOccupancy(PoolLimits limits, Collection<Resident> present) {
        this.limits = limits;
        this.present = new ArrayList<>(present);
    }

    /** Adds a model unless it is in the set. */
    void add(Resident one) {
        if (!present.contains(one)) {
            present.add(one);
        }
    }

    void remove(Resident one) {
        present.remove(one);
    }

    /** Returns true if the set with one more model keeps to all limits. */
    boolean fits(Resident more) {
        return present.size() < limits.models()
                && memory(present).plus(more.memory()).fitsIn(limits.memory())
                && present.stream().allMatch(one -> one.model().goesWith(more.model()));
    }

    /** Returns the models that are loaded, or will be, and never leave for others. */
    static List<Resident> pinned(Collection<Resident> all) {
        return all.stream().filter(one -> one.pinned() && one.stays()).toList();
    }

    /** Returns true if these models keep to all limits. */
    static boolean withinLimits(PoolLimits limits, Collection<Resident> present) {
        return new PoolOccupancy(limits, present).withinLimits();
    }

    /** Returns true if the models of the set keep to all limits. */
    boolean withinLimits() {
        return present.size() <= limits.models()
                && memory(present).fitsIn(limits.memory())
                && present.stream()
                        .allMatch(
                                one ->
                                        present.stream()
                                                .allMatch(
                                                        other ->
                                                                one.model()
                                                                        .goesWith(other.model())));
    }

    private static Footprint memory(Collection<Resident> present) {
        return present.stream().map(Resident::memory).reduce(Footprint.NONE, Footprint::plus);
    }
}
