package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.size.ByteSize;

/**
 * How a model is to be loaded by {@code llama-server}.
 *
 * @param context tokens of all slots together, its {@code -c}; 0 for what the model was made for
 * @param slots requests at the same time, its {@code -np}; each gets an equal part of the context
 * @param keys how keys are cached
 * @param values how values are cached
 * @param batch tokens that are computed together, its {@code -ub}
 * @param gpuLayers layers on GPUs, its {@code -ngl}, counted from the model's end: the first is the
 *     output, then come the last layers. More than there are means all, 0 none
 * @param gpus how many GPUs share them; each takes its own overhead
 * @param projector the file of a projector for images, {@code --mmproj}; zero if there is none
 */
public record LoadSettings(
        int context,
        int slots,
        CacheType keys,
        CacheType values,
        int batch,
        int gpuLayers,
        int gpus,
        ByteSize projector) {
    /** For {@link #gpuLayers}: every layer and the output. */
    public static final int ALL_LAYERS = Integer.MAX_VALUE;

    /** What {@code llama-server} does on a machine without GPUs, with one slot. */
    public static final LoadSettings DEFAULT =
            new LoadSettings(0, 1, CacheType.F16, CacheType.F16, 512, 0, 1, ByteSize.ZERO);

    private static final int LONGEST_CONTEXT = 1 << 30;
    private static final int MOST_SLOTS = 256;
    private static final int LARGEST_BATCH = 1 << 16;
    private static final int MOST_GPUS = 64;

    public LoadSettings {
        check("context", context, 0, LONGEST_CONTEXT);
        check("slots", slots, 1, MOST_SLOTS);
        check("batch", batch, 1, LARGEST_BATCH);
        check("gpuLayers", gpuLayers, 0, ALL_LAYERS);
        check("gpus", gpus, 1, MOST_GPUS);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    /** The same with another context and number of slots. */
    public LoadSettings withContext(int tokens, int slotCount) {
        return new LoadSettings(tokens, slotCount, keys, values, batch, gpuLayers, gpus, projector);
    }

    /** The same with another cache. */
    public LoadSettings withCache(CacheType keyType, CacheType valueType) {
        return new LoadSettings(
                context, slots, keyType, valueType, batch, gpuLayers, gpus, projector);
    }

    /** The same with so many layers on so many GPUs. */
    public LoadSettings withGpus(int layers, int gpuCount) {
        return new LoadSettings(context, slots, keys, values, batch, layers, gpuCount, projector);
    }
}
