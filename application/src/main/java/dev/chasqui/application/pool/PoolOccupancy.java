package dev.chasqui.application.pool;

import dev.chasqui.domain.size.Footprint;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A set of models, present or planned, against the pool's limits. Used by one thread. */
final class PoolOccupancy {
    private final PoolLimits limits;
    private final List<Resident> there;

    PoolOccupancy(PoolLimits limits, Collection<Resident> there) {
        this.limits = limits;
        this.there = new ArrayList<>(there);
    }

    /** Adds a model unless it is in the set. */
    void add(Resident one) {
        if (!there.contains(one)) {
            there.add(one);
        }
    }

    void remove(Resident one) {
        there.remove(one);
    }

    /** Returns true if the set with one more model keeps to all limits. */
    boolean fits(Resident more) {
        return there.size() < limits.models()
                && memory(there).plus(more.memory()).fitsIn(limits.memory())
                && there.stream().allMatch(one -> one.model().goesWith(more.model()));
    }

    /** Returns the models that are loaded, or will be, and never leave for others. */
    static List<Resident> pinned(Collection<Resident> all) {
        return all.stream().filter(one -> one.pinned() && one.stays()).toList();
    }

    /** Returns true if these models keep to all limits. */
    static boolean holds(PoolLimits limits, Collection<Resident> there) {
        return new PoolOccupancy(limits, there).holds();
    }

    /** Returns true if the models of the set keep to all limits. */
    boolean holds() {
        return there.size() <= limits.models()
                && memory(there).fitsIn(limits.memory())
                && there.stream()
                        .allMatch(
                                one ->
                                        there.stream()
                                                .allMatch(
                                                        other ->
                                                                one.model()
                                                                        .goesWith(other.model())));
    }

    private static Footprint memory(Collection<Resident> there) {
        return there.stream().map(Resident::memory).reduce(Footprint.NONE, Footprint::plus);
    }
}
