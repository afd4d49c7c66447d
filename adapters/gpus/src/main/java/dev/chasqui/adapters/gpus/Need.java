package dev.chasqui.adapters.gpus;

import dev.chasqui.domain.size.ByteSize;

import java.util.List;

/**
 * What a model wants of GPUs.
 *
 * @param layers what each of them takes, in their order, the output last: a model that is only in
 *     part on GPUs has its last layers there
 * @param fixed what each GPU takes besides that has at least one
 */
public record Need(List<ByteSize> layers, ByteSize fixed) {
    private static final int MOST_LAYERS = 4_096;

    public Need {
        layers = List.copyOf(layers);
        if (layers.size() > MOST_LAYERS) {
            throw new IllegalArgumentException(
                    "layers: " + layers.size() + " (expected: at most " + MOST_LAYERS + ")");
        }
    }
}
