package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.util.ArrayList;
import java.util.List;

/**
 * An estimate of the memory that {@code llama-server} takes for a model, from its header alone.
 * Weights and cache are the sizes that llama.cpp allocates, to the byte except for alignment;
 * compute buffers and overhead are rules of thumb that lie above the measured values.
 *
 * <ul>
 *   <li><b>Placement of layers</b> ({@code load_tensors} in {@code src/llama-model.cpp}): of {@code
 *       n} layers and the output behind them, the last {@code -ngl} go to GPUs; the input stays in
 *       RAM. An output that shares the input's weights is then in memory twice.
 *   <li><b>Cache</b> ({@code src/llama-kv-cache.cpp}): for each layer, cell and side the row of
 *       {@code length x heads} numbers in the type of the cache. A slot has {@code context / slots}
 *       cells, rounded up to a multiple of 256 ({@code src/llama-context.cpp}, as with an explicit
 *       {@code -np}); in a windowed layer no more than window + batch, rounded up likewise ({@code
 *       src/llama-kv-cache-iswa.cpp}).
 *   <li><b>State</b> of recurrent layers ({@code src/llama-hparams.cpp}): once for each slot.
 *   <li><b>Compute buffer</b> of each device that computes layers: batch x 4 bytes x (the largest
 *       of vocabulary, 1.5 x cells of a slot, and twice the inner width, plus four embeddings).
 *       Logs of llama.cpp on GPUs, with flash attention as is its default, show 204 MiB for Granite
 *       4.1 8B with 4,096 tokens, 416 MiB with 131,072, and 302 MiB for a vocabulary of 151,936
 *       with embeddings of 1,024; the rule gives 228, 416 and 305. RAM also holds the mask and the
 *       inputs: batch x 4 bytes x (cells + two embeddings).
 *   <li><b>Overhead</b>: a process, its libraries and 256 bytes for each token of the vocabulary;
 *       on each GPU 512 MiB for CUDA's context and its libraries (300 to 750 MiB were reported).
 * </ul>
 *
 * <p>The estimate leaves out the cache of prompts in RAM, which {@code --cache-ram} bounds (8 GiB
 * by default), and the memory of a projector beyond its weights.
 *
 * @param layers the size of each layer with its cache, in their order, and behind them of the
 *     output as a GPU holds it: {@code -ngl} counts these from the end
 * @param ram the memory that stays in RAM for every placement
 * @param ramCompute the memory that RAM takes besides as soon as one layer is computed there
 * @param ramOutput the size of the output in RAM
 * @param perGpu the overhead of each GPU that has a layer
 * @param projector the size of the projector for images; it is placed with the output
 */
public record MemoryEstimate(
        List<ByteSize> layers,
        ByteSize ram,
        ByteSize ramCompute,
        ByteSize ramOutput,
        ByteSize perGpu,
        ByteSize projector) {
    private static final int CELL_GROUP = 256;
    private static final long FLOAT = 4;
    private static final ByteSize PROCESS = ByteSize.ofMebibytes(96);
    private static final long PER_TOKEN = 256;
    private static final ByteSize CUDA = ByteSize.ofMebibytes(512);

    public MemoryEstimate {
        layers = List.copyOf(layers);
    }

    /** Returns the estimate for a model that is loaded with given settings. */
    public static MemoryEstimate of(GgufFile file, LoadSettings settings) {
        int context = settings.context() > 0 ? settings.context() : file.contextLength();
        long cells = upToGroup(Math.ceilDiv(Math.max(1, context), settings.slots()));
        List<ByteSize> layers = new ArrayList<>();
        for (Layer layer : file.layers()) {
            layers.add(layer.weights().plus(cache(layer, cells, file, settings)));
        }
        GgufFile.Outside outside = file.outside();
        layers.add(outside.output().plus(outside.shared()));
        long compute = compute(file, cells, settings.batch());
        long inputs = FLOAT * settings.batch() * (cells + 2L * file.embeddingLength());
        return new MemoryEstimate(
                layers,
                PROCESS.plus(new ByteSize(PER_TOKEN * file.vocabulary() + inputs))
                        .plus(outside.input()),
                new ByteSize(compute),
                outside.output(),
                CUDA.plus(new ByteSize(compute)),
                settings.projector());
    }

    private static ByteSize cache(Layer layer, long cells, GgufFile file, LoadSettings settings) {
        long own =
                layer.windowed()
                        ? Math.min(cells, upToGroup((long) file.slidingWindow() + settings.batch()))
                        : cells;
        long row =
                settings.keys().bytes(layer.cachedKeys())
                        + settings.values().bytes(layer.cachedValues());
        return new ByteSize(settings.slots() * (own * row + layer.state().bytes()));
    }

    private static long compute(GgufFile file, long cells, int batch) {
        long widest = Math.max(file.vocabulary(), cells + cells / 2);
        widest = Math.max(widest, 2L * file.feedForwardLength());
        return FLOAT * batch * (widest + 4L * file.embeddingLength());
    }

    private static long upToGroup(long cells) {
        return Math.ceilDiv(cells, CELL_GROUP) * CELL_GROUP;
    }

    /**
     * Returns the size in RAM and in GPU memory.
     *
     * @param gpuLayers the number of layers on GPUs, as {@code -ngl} counts them: from the model's
     *     end, beginning with the output. A larger number than there are means all, 0 none
     * @param gpus the number of GPUs that share them; each has its own overhead
     */
    public Footprint footprint(int gpuLayers, int gpus) {
        int onGpu = Math.min(gpuLayers, layers.size());
        int onCpu = layers.size() - onGpu;
        if (onGpu == 0) {
            List<ByteSize> all = layers.subList(0, layers.size() - 1);
            return Footprint.ofRam(
                    sum(all).plus(ram).plus(ramCompute).plus(ramOutput).plus(projector));
        }
        ByteSize inRam =
                onCpu == 0 ? ram : ram.plus(ramCompute).plus(sum(layers.subList(0, onCpu)));
        ByteSize inVram =
                sum(layers.subList(onCpu, layers.size()))
                        .plus(new ByteSize(perGpu.bytes() * gpus))
                        .plus(projector);
        return new Footprint(inRam, inVram);
    }

    private static ByteSize sum(List<ByteSize> sizes) {
        return sizes.stream().reduce(ByteSize.ZERO, ByteSize::plus);
    }
}
