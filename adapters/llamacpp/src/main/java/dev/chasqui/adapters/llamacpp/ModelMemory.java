package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.util.List;

/** The memory that a model takes, layer by layer. */
public interface ModelMemory {

    /** The size of each layer in their order, and behind them of the output. */
    List<ByteSize> layers();

    /** What each GPU takes besides that has a layer. */
    ByteSize perGpu();

    /** What lets the model see images takes; it goes where the output goes. */
    ByteSize projector();

    /**
     * What it takes of both kinds of memory.
     *
     * @param gpuLayers layers on GPUs, from the model's end, of which the first is the output
     * @param gpus how many GPUs share them
     */
    Footprint footprint(int gpuLayers, int gpus);
}
