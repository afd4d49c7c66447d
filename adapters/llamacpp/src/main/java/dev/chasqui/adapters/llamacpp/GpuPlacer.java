package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;

import java.util.List;

/** The rule by which a model gets GPUs. Thread-safe. */
@FunctionalInterface
public interface GpuPlacer {

    /** The rule of a machine without GPUs. */
    GpuPlacer NO_GPUS = (layers, perGpu) -> GpuPlacement.NONE;

    /**
     * Finds GPUs for as many layers as possible, the last ones first.
     *
     * @param layers the size of each layer, in their order
     * @param perGpu the overhead of each GPU that has a layer
     */
    GpuPlacement place(List<ByteSize> layers, ByteSize perGpu);
}
