package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.List;

/**
 * The GPU memory that a model would use.
 *
 * @param layers the size of each layer, in their order, the output last: a model that is only
 *     partly on GPUs has its last layers there
 * @param fixed the overhead of each GPU that has at least one layer
 */
public record GpuDemand(List<ByteSize> layers, ByteSize fixed) {
    private static final int MOST_LAYERS = 4_096;

    public GpuDemand {
        layers = List.copyOf(layers);
        if (layers.size() > MOST_LAYERS) {
            throw new IllegalArgumentException(
                    "layers: " + layers.size() + " (expected: at most " + MOST_LAYERS + ")");
        }
    }
}
