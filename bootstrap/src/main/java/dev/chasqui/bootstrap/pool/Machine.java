package dev.chasqui.bootstrap.pool;

import com.sun.management.OperatingSystemMXBean;

import dev.chasqui.adapters.config.PoolConfig;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.lang.management.ManagementFactory;

/**
 * What models may use of this machine.
 *
 * @param budget how much of its memory, all together
 */
record Machine(Footprint budget) {

    /** Looks at it, where the config does not say. */
    static Machine look(PoolConfig config) {
        return new Machine(
                new Footprint(
                        config.memory().orElseGet(Machine::threeQuartersOfMemory),
                        config.gpuMemory().orElse(ByteSize.ZERO)));
    }

    /** Of the container's, where it runs in one. */
    private static ByteSize threeQuartersOfMemory() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? new ByteSize(system.getTotalMemorySize() / 4 * 3)
                : new ByteSize(Long.MAX_VALUE / 4);
    }
}
