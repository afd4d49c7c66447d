package dev.chasqui.application.pool;

import dev.chasqui.domain.size.ByteSize;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Who is there, at one time or another, and whether one more would fit. Used by one thread. */
final class Room {
    private final PoolLimits limits;
    private final List<Resident> there;

    Room(PoolLimits limits, Collection<Resident> there) {
        this.limits = limits;
        this.there = new ArrayList<>(there);
    }

    /** One more; nobody is there twice. */
    void add(Resident one) {
        if (!there.contains(one)) {
            there.add(one);
        }
    }

    void remove(Resident one) {
        there.remove(one);
    }

    /** Whether one more keeps to all limits. */
    boolean fits(Resident more) {
        ByteSize memory = more.memory();
        for (Resident one : there) {
            memory = memory.plus(one.memory());
            if (!one.model().goesWith(more.model())) {
                return false;
            }
        }
        return there.size() < limits.models() && memory.compareTo(limits.memory()) <= 0;
    }
}
