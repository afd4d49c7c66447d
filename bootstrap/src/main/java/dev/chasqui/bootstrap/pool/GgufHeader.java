package dev.chasqui.bootstrap.pool;

import dev.chasqui.adapters.gguf.CacheType;
import dev.chasqui.adapters.gguf.GgufException;
import dev.chasqui.adapters.gguf.GgufFile;
import dev.chasqui.adapters.gguf.LoadSettings;
import dev.chasqui.adapters.gguf.MemoryEstimate;
import dev.chasqui.adapters.llamacpp.LlamaSettings;
import dev.chasqui.adapters.llamacpp.ModelHeader;
import dev.chasqui.adapters.llamacpp.ModelMemory;
import dev.chasqui.adapters.processes.RecipeException;
import dev.chasqui.domain.size.ByteSize;
import dev.chasqui.domain.size.Footprint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The header of a GGUF file as {@code adapters/llamacpp} needs it. */
record GgufHeader(GgufFile file) implements ModelHeader {

    /**
     * Reads the header of a file.
     *
     * @throws RecipeException if the file is missing, damaged, cut off, or of an unknown kind
     */
    static ModelHeader read(Path file) throws RecipeException {
        try {
            return new GgufHeader(GgufFile.read(file));
        } catch (GgufException e) {
            throw new RecipeException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Purpose purpose() {
        return switch (file.purpose()) {
            case COMPLETION -> Purpose.COMPLETION;
            case EMBEDDING -> Purpose.EMBEDDING;
            case RERANKING -> Purpose.RERANKING;
        };
    }

    @Override
    public String architecture() {
        return file.architecture();
    }

    @Override
    public long parameters() {
        return file.parameters();
    }

    @Override
    public String quantisation() {
        return file.quantisation();
    }

    @Override
    public int contextLength() {
        return file.contextLength();
    }

    @Override
    public int embeddingLength() {
        return file.embeddingLength();
    }

    @Override
    public String chatTemplate() {
        return file.chatTemplate();
    }

    @Override
    public ByteSize size() {
        return file.files().stream().map(GgufFile.Part::size).reduce(ByteSize.ZERO, ByteSize::plus);
    }

    @Override
    public ModelMemory memory(LlamaSettings settings) {
        return new Memory(
                MemoryEstimate.of(
                        file,
                        LoadSettings.DEFAULT
                                .withContext(settings.context(), settings.slots())
                                .withCache(cache(settings.keys()), cache(settings.values()))
                                .withProjector(settings.projector())));
    }

    /**
     * Returns the type of a cache. An unknown name counts as the default type, which is larger than
     * most.
     */
    private static CacheType cache(Optional<String> name) {
        return name.flatMap(CacheType::of).orElse(CacheType.F16);
    }

    /** The estimate of a GGUF file's memory. */
    private record Memory(MemoryEstimate estimate) implements ModelMemory {
        @Override
        public List<ByteSize> layers() {
            return estimate.layers();
        }

        @Override
        public ByteSize perGpu() {
            return estimate.perGpu();
        }

        @Override
        public ByteSize projector() {
            return estimate.projector();
        }

        @Override
        public Footprint footprint(int gpuLayers, int gpus) {
            return estimate.footprint(gpuLayers, gpus);
        }
    }
}
