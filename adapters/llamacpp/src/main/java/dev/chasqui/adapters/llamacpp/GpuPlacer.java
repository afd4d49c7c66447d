package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;

import java.util.List;

/** The rule by which a model gets GPUs. */
@FunctionalInterface
public interface GpuPlacer {

    /** A machine without GPUs. */
    GpuPlacer NO_GPUS = (layers, perGpu) -> GpuPlacement.NONE;

    /**
     * Finds GPUs for as many of these layers as possible, the last ones first.
     *
     * @param layers what each layer takes, in their order
     * @param perGpu what each GPU takes besides that has a layer
     */
    GpuPlacement place(List<ByteSize> layers, ByteSize perGpu);
}
