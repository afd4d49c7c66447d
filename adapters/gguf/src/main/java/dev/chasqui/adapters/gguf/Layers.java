package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.size.ByteSize;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The reader of the layers. The sizes in the cache follow llama.cpp: {@code n_embd_k_gqa}, {@code
 * n_embd_r}, {@code n_embd_s} and {@code has_kv} of {@code src/llama-hparams.cpp}, and the
 * constructor of {@code src/llama-kv-cache.cpp}.
 */
final class Layers {
    static final int MOST_LAYERS = 1_024;
    static final int LARGEST_LENGTH = 1 << 20;

    private static final int MOST_HEADS = 1 << 16;

    /**
     * The limit of cached numbers of a token: ten times the most that were seen. With it no sum
     * overflows a {@code long}.
     */
    private static final int MOST_CACHED = 1 << 18;

    private static final int LARGEST_WINDOW = 1 << 30;
    private static final long FLOAT = 4;

    /** The number of inputs of the token before that RWKV keeps, one for each of its two mixers. */
    private static final int TOKEN_SHIFTS = 2;

    /**
     * The period of layers that see the whole context, by architectures whose files do not give it,
     * as in the calls of {@code set_swa_pattern} in llama.cpp. For any other model we assume that
     * all layers do, which errs on the safe side (Phi-3 has a window, and llama.cpp does not use
     * it).
     */
    private static final Map<String, Integer> WINDOW_PERIODS =
            Map.of(
                    "gemma2", 2,
                    "gemma3", 6,
                    "gemma3n", 5,
                    "cohere2", 4,
                    "gpt-oss", 2,
                    "olmo2", 4,
                    "exaone4", 4,
                    "afmoe", 4,
                    "smallthinker", 4);

    private final Metadata metadata;
    private final String prefix;
    private final int embedding;

    private Layers(Metadata metadata, String architecture) throws GgufException {
        this.metadata = metadata;
        this.prefix = architecture + ".";
        this.embedding = metadata.whole(prefix + "embedding_length", 0, LARGEST_LENGTH);
    }

    static List<Layer> read(Metadata metadata, String architecture, List<Tensor> tensors)
            throws GgufException {
        return new Layers(metadata, architecture).read(architecture, tensors);
    }

    private List<Layer> read(String architecture, List<Tensor> tensors) throws GgufException {
        int count = metadata.whole(prefix + "block_count", 0, MOST_LAYERS);
        long[] weights = new long[count];
        boolean[] keys = new boolean[count];
        boolean[] recurrent = new boolean[count];
        for (Tensor tensor : tensors) {
            int index = tensor.layer();
            if (index >= 0 && index < count) {
                weights[index] += tensor.bytes();
                String role = tensor.role();
                keys[index] |= role.startsWith("attn_k.") || role.startsWith("attn_kv_a");
                recurrent[index] |= role.startsWith("ssm_") || role.startsWith("time_mix_");
            }
        }
        List<Integer> heads =
                metadata.perLayer(prefix + "attention.head_count", count, 0, MOST_HEADS);
        List<Integer> keyValueHeads =
                metadata.has(prefix + "attention.head_count_kv")
                        ? metadata.perLayer(
                                prefix + "attention.head_count_kv", count, 0, MOST_HEADS)
                        : heads;
        int shared = metadata.whole(prefix + "attention.shared_kv_layers", 0, MOST_LAYERS);
        boolean[] windowed = windowed(architecture, count);
        List<Layer> layers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            boolean caches = i < count - shared && (keys[i] || !recurrent[i]);
            layers.add(
                    layer(
                            new ByteSize(weights[i]),
                            new Heads(heads.get(i), keyValueHeads.get(i)),
                            windowed[i],
                            caches,
                            recurrent[i]));
        }
        return layers;
    }

    private record Heads(int all, int keyValue) {}

    private Layer layer(
            ByteSize weights, Heads heads, boolean windowed, boolean caches, boolean recurrent)
            throws GgufException {
        int each = heads.all == 0 ? 0 : embedding / heads.all;
        int keyLength = length("attention.key_length", windowed, each);
        int valueLength = length("attention.value_length", windowed, each);
        boolean remembers = caches && metadata.whole(prefix + "attention.causal", 1, 1) == 1;
        return new Layer(
                weights,
                windowed,
                remembers ? cached(keyLength, heads.keyValue) : 0,
                remembers && !isLatent() ? cached(valueLength, heads.keyValue) : 0,
                new ByteSize(recurrent ? state() : 0));
    }

    private int length(String key, boolean windowed, int missing) throws GgufException {
        int length = metadata.whole(prefix + key, missing, LARGEST_LENGTH);
        return windowed ? metadata.whole(prefix + key + "_swa", length, LARGEST_LENGTH) : length;
    }

    /**
     * Returns true if the attention keeps keys and values as one compressed row, as DeepSeek's
     * does. The row counts as the key.
     */
    private boolean isLatent() {
        return metadata.has(prefix + "attention.key_length_mla")
                && metadata.has(prefix + "attention.value_length_mla");
    }

    private int cached(int length, int heads) throws GgufException {
        long cached = (long) length * heads;
        if (cached > MOST_CACHED) {
            throw metadata.wrong(
                    prefix + "attention", cached + " numbers a token", "at most " + MOST_CACHED);
        }
        return (int) cached;
    }

    /**
     * Returns the size of the state of Mamba and similar models, or of RWKV, which is always in
     * full precision.
     */
    private long state() throws GgufException {
        long headSize = metadata.whole(prefix + "wkv.head_size", 0, LARGEST_LENGTH);
        if (headSize > 0) {
            return FLOAT * embedding * (TOKEN_SHIFTS + headSize);
        }
        long kernel = metadata.whole(prefix + "ssm.conv_kernel", 0, MOST_HEADS);
        long inner = metadata.whole(prefix + "ssm.inner_size", 0, LARGEST_LENGTH);
        long size = metadata.whole(prefix + "ssm.state_size", 0, MOST_HEADS);
        long groups = metadata.whole(prefix + "ssm.group_count", 0, MOST_HEADS);
        long convolution = Math.max(0, kernel - 1) * (inner + 2 * groups * size);
        long state = FLOAT * (convolution + size * inner);
        if (state > 1L << 40) {
            throw metadata.wrong(prefix + "ssm", state + " bytes a slot", "less than 1 TiB");
        }
        return state;
    }

    static int window(Metadata metadata, String architecture) throws GgufException {
        return metadata.whole(architecture + ".attention.sliding_window", 0, LARGEST_WINDOW);
    }

    private boolean[] windowed(String architecture, int count) throws GgufException {
        boolean[] windowed = new boolean[count];
        String key = prefix + "attention.sliding_window_pattern";
        if (window(metadata, architecture) == 0) {
            return windowed;
        }
        int usual = WINDOW_PERIODS.getOrDefault(architecture, 1);
        List<Integer> pattern = metadata.perLayer(key, count, usual, MOST_LAYERS);
        boolean each = metadata.isList(key);
        for (int i = 0; i < count; i++) {
            int period = pattern.get(i);
            windowed[i] = each ? period != 0 : period == 0 || i % period < period - 1;
        }
        return windowed;
    }
}
