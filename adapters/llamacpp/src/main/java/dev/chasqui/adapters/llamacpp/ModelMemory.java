package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.util.List;

/** The memory that a model takes, layer by layer. */
public interface ModelMemory {

    /** Returns the size of each layer in their order, and behind them of the output. */
    List<ByteSize> layers();

    /** Returns the overhead of each GPU that has a layer. */
    ByteSize perGpu();

    /** Returns the size of the projector for images; it is placed with the output. */
    ByteSize projector();

    /**
     * Returns the size in RAM and in GPU memory.
     *
     * @param gpuLayers the number of layers on GPUs, from the model's end, beginning with the
     *     output
     * @param gpus the number of GPUs that share them
     */
    Footprint footprint(int gpuLayers, int gpus);
}
