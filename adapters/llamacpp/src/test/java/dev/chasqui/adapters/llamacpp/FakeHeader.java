package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.util.List;

/**
 * A header without a file.
 *
 * @param asked takes the settings of each request for its memory
 */
record FakeHeader(
        Purpose purpose, String architecture, String chatTemplate, List<LlamaSettings> asked)
        implements ModelHeader, ModelMemory {
    static final ByteSize LAYER = ByteSize.ofMebibytes(10);
    static final ByteSize PER_GPU = ByteSize.ofMebibytes(5);

    @Override
    public long parameters() {
        return 163_968;
    }

    @Override
    public String quantisation() {
        return "F16";
    }

    @Override
    public int contextLength() {
        return 512;
    }

    @Override
    public int embeddingLength() {
        return 128;
    }

    @Override
    public ByteSize size() {
        return ByteSize.ofMebibytes(1);
    }

    @Override
    public ModelMemory memory(LlamaSettings settings) {
        asked.add(settings);
        return this;
    }

    @Override
    public List<ByteSize> layers() {
        return List.of(LAYER, LAYER, LAYER);
    }

    @Override
    public ByteSize perGpu() {
        return PER_GPU;
    }

    @Override
    public ByteSize projector() {
        return asked.getLast().projector();
    }

    /** The layers on GPUs count as one kind of memory, the others as the other kind. */
    @Override
    public Footprint footprint(int gpuLayers, int gpus) {
        return new Footprint(
                new ByteSize(LAYER.bytes() * (layers().size() - gpuLayers)),
                new ByteSize(LAYER.bytes() * gpuLayers));
    }
}
