package dev.chasqui.adapters.processes;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;
import java.util.Set;

/** The look at what processes have of the memory of GPUs. Safe for use by several threads. */
@FunctionalInterface
public interface GpuMemory {

    /**
     * The memory that these have together, of all GPUs; empty if that cannot be told. May take some
     * seconds, and ends soon when its thread is interrupted.
     *
     * @param processes by their numbers
     */
    Optional<ByteSize> of(Set<Long> processes);
}
