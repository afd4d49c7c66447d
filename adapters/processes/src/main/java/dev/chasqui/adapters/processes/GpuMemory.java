package dev.chasqui.adapters.processes;

import dev.chasqui.domain.size.ByteSize;

import java.util.Optional;
import java.util.Set;

/** The query of the GPU memory that processes use. Thread-safe. */
@FunctionalInterface
public interface GpuMemory {

    /**
     * Returns the memory that processes use together on all GPUs; empty if it is not known. May
     * take some seconds, and ends soon when its thread is interrupted.
     *
     * @param processes the process ids
     */
    Optional<ByteSize> of(Set<Long> processes);
}
