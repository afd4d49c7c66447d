package dev.chasqui.adapters.gguf;

import dev.chasqui.domain.model.ShardName;
import dev.chasqui.domain.size.ByteSize;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The facts about a model from the header of its file, or from the headers of all its shards.
 *
 * @param architecture the name of its architecture, such as {@code llama}
 * @param parameters the number of its weights
 * @param quantisation the storage format of most weights, such as {@code Q4_K_M}
 * @param contextLength the context that it was trained for, in tokens; 0 if the file does not give
 *     it
 * @param embeddingLength the length of the vector that represents a token between two layers
 * @param feedForwardLength the widest row inside a layer
 * @param vocabulary the number of tokens that it knows
 * @param slidingWindow the number of tokens that windowed layers look back; 0 if there are none
 * @param purpose the task that it was trained for
 * @param chatTemplate the template that turns a conversation into a prompt; empty if it has none,
 *     or one of more than 64 KiB
 * @param layers the layers in their order
 * @param outside the tensors outside the layers
 * @param files the files of the model in their order
 */
public record GgufFile(
        String architecture,
        long parameters,
        String quantisation,
        int contextLength,
        int embeddingLength,
        int feedForwardLength,
        int vocabulary,
        int slidingWindow,
        Purpose purpose,
        String chatTemplate,
        List<Layer> layers,
        Outside outside,
        List<Part> files) {

    private static final Pattern ARCHITECTURE = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final int LONGEST_CONTEXT = 1 << 30;
    private static final int LARGEST_VOCABULARY = 1 << 26;
    private static final int MOST_EXPERTS = 1 << 16;

    public GgufFile {
        layers = List.copyOf(layers);
        files = List.copyOf(files);
    }

    /** The task of a model. */
    public enum Purpose {
        /** It continues a text. */
        COMPLETION,
        /** It makes one vector of a text. */
        EMBEDDING,
        /** It scores the relevance of a text to a question. */
        RERANKING;

        /** The value of {@code LLAMA_POOLING_TYPE_RANK} in {@code llama.h}. */
        private static final long RANK = 4;

        /** The file has a pooling type only if the model makes one vector of many. */
        private static Purpose of(Metadata metadata, String prefix) {
            long pooling = metadata.number(prefix + "pooling_type", -1);
            if (pooling >= 0) {
                return pooling == RANK ? RERANKING : EMBEDDING;
            }
            return metadata.number(prefix + "attention.causal", 1) == 0 ? EMBEDDING : COMPLETION;
        }
    }

    /** One file of a model. */
    public record Part(Path path, ByteSize size) {}

    /**
     * The tensors outside the layers.
     *
     * @param input the tensors that turn tokens into numbers; llama.cpp always keeps them in RAM
     * @param output the tensors that turn numbers into tokens; they are placed with the last layer
     * @param shared the part of the input that serves as the output too, since the file has none;
     *     it is in memory twice if the output is on a GPU
     */
    public record Outside(ByteSize input, ByteSize output, ByteSize shared) {}

    /**
     * Reads the header of a model, and those of all its shards if it has some. The weights are not
     * read.
     *
     * @param file the model's file, or its first shard; the others must be beside it
     * @throws GgufException if a file is missing, damaged, cut off, or of an unknown format
     */
    public static GgufFile read(Path file) throws GgufException {
        Path fileName = file.getFileName();
        Optional<ShardName> shard =
                fileName == null ? Optional.empty() : ShardName.of(fileName.toString());
        Header first = Header.read(file, GgufInput.LONGEST_HEADER);
        List<Tensor> tensors = new ArrayList<>(first.tensors());
        List<Part> parts = new ArrayList<>(List.of(first.part()));
        List<Path> all = shard.isPresent() ? Shards.beside(file, shard.get()) : List.of(file);
        int announced = first.metadata().whole("split.count", 1, Short.MAX_VALUE * 2 + 1);
        if (Math.max(1, announced) != all.size()) {
            throw first.metadata()
                    .wrong("split.count", "" + announced, all.size() + ", as its file name says");
        }
        long left = GgufInput.LONGEST_HEADER - first.length();
        for (Path other : all.subList(1, all.size())) {
            Header header = Header.read(other, left);
            left -= header.length();
            tensors.addAll(header.tensors());
            parts.add(header.part());
            if (tensors.size() > Tensor.MOST_TENSORS) {
                throw first.metadata()
                        .wrong("number of tensors", "" + tensors.size(), "at most 65536");
            }
        }
        return of(first.metadata(), tensors, parts);
    }

    private static GgufFile of(Metadata metadata, List<Tensor> tensors, List<Part> parts)
            throws GgufException {
        String architecture = metadata.text("general.architecture").orElse("");
        if (!ARCHITECTURE.matcher(architecture).matches()) {
            throw metadata.wrong(
                    "general.architecture", "it is missing or odd", "a word such as llama");
        }
        String prefix = architecture + ".";
        int listed = metadata.length("tokenizer.ggml.tokens");
        List<Layer> layers = Layers.read(metadata, architecture, tensors);
        return new GgufFile(
                architecture,
                tensors.stream().mapToLong(Tensor::elements).sum(),
                Quantisation.of(metadata, tensors),
                metadata.whole(prefix + "context_length", 0, LONGEST_CONTEXT),
                metadata.whole(prefix + "embedding_length", 0, Layers.LARGEST_LENGTH),
                feedForward(metadata, prefix),
                listed > 0 ? listed : metadata.whole(prefix + "vocab_size", 0, LARGEST_VOCABULARY),
                Layers.window(metadata, architecture),
                Purpose.of(metadata, prefix),
                metadata.chatTemplate(),
                layers,
                outside(tensors, layers.size()),
                parts);
    }

    private static int feedForward(Metadata metadata, String prefix) throws GgufException {
        int dense = metadata.largest(prefix + "feed_forward_length", Layers.LARGEST_LENGTH);
        long experts =
                (long) metadata.largest(prefix + "expert_feed_forward_length", 1 << 16)
                        * metadata.whole(prefix + "expert_used_count", 0, MOST_EXPERTS);
        return (int) Math.min(Layers.LARGEST_LENGTH, Math.max(dense, experts));
    }

    private static Outside outside(List<Tensor> tensors, int layers) {
        long input = 0;
        long output = 0;
        long embedding = 0;
        boolean hasOutput = false;
        for (Tensor tensor : tensors) {
            if (tensor.layer() >= 0 && tensor.layer() < layers) {
                continue;
            }
            if (isInput(tensor.name())) {
                input += tensor.bytes();
            } else {
                output += tensor.bytes();
            }
            embedding = tensor.name().equals("token_embd.weight") ? tensor.bytes() : embedding;
            hasOutput |= tensor.name().equals("output.weight");
        }
        return new Outside(
                new ByteSize(input), new ByteSize(output), new ByteSize(hasOutput ? 0 : embedding));
    }

    /**
     * Returns true for the tensors of {@code LLM_TENSOR_LAYER_INPUT} in llama.cpp's {@code
     * src/llama-arch.cpp}.
     */
    private static boolean isInput(String tensor) {
        return tensor.startsWith("token_embd")
                || tensor.startsWith("per_layer_token_embd")
                || tensor.startsWith("position_embd")
                || tensor.startsWith("token_types");
    }

    /** Returns the size of all tensors. */
    public ByteSize weights() {
        return layers.stream()
                .map(Layer::weights)
                .reduce(outside.input().plus(outside.output()), ByteSize::plus);
    }

    /** Returns the number of layers. */
    public int blockCount() {
        return layers.size();
    }
}
