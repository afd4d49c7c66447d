package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.size.ByteSize;

/**
 * The settings with which {@code llama-server} loads a model.
 *
 * @param context the tokens of all slots together, its {@code -c}; 0 for the context that the model
 *     was trained for
 * @param slots the number of requests at the same time, its {@code -np}; each gets an equal part of
 *     the context
 * @param keys the storage format of cached keys
 * @param values the storage format of cached values
 * @param batch the number of tokens that are computed together, its {@code -ub}
 * @param projector the size of the file of a projector for images, {@code --mmproj}; zero if there
 *     is none
 */
public record LoadSettings(
        int context, int slots, CacheType keys, CacheType values, int batch, ByteSize projector) {
    /** The defaults of {@code llama-server} with one slot. */
    public static final LoadSettings DEFAULT =
            new LoadSettings(0, 1, CacheType.F16, CacheType.F16, 512, ByteSize.ZERO);

    private static final int LONGEST_CONTEXT = 1 << 30;
    private static final int MOST_SLOTS = 256;
    private static final int LARGEST_BATCH = 1 << 16;

    public LoadSettings {
        check("context", context, 0, LONGEST_CONTEXT);
        check("slots", slots, 1, MOST_SLOTS);
        check("batch", batch, 1, LARGEST_BATCH);
    }

    private static void check(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    name + ": " + value + " (expected: " + least + " to " + most + ")");
        }
    }

    /** Returns these settings with another context and number of slots. */
    public LoadSettings withContext(int tokens, int slotCount) {
        return new LoadSettings(tokens, slotCount, keys, values, batch, projector);
    }

    /** Returns these settings with other formats of the cache. */
    public LoadSettings withCache(CacheType keyType, CacheType valueType) {
        return new LoadSettings(context, slots, keyType, valueType, batch, projector);
    }

    /** Returns these settings with a projector of a size. */
    public LoadSettings withProjector(ByteSize size) {
        return new LoadSettings(context, slots, keys, values, batch, size);
    }
}
