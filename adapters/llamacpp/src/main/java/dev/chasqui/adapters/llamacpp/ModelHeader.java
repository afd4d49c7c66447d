package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;

/** The header of a model's file: what the model says of itself. */
public interface ModelHeader {

    /** What a model does. */
    enum Purpose {
        /** It goes on with a text. */
        COMPLETION,
        /** It makes one vector of a text. */
        EMBEDDING,
        /** It says how well a text fits a question. */
        RERANKING
    }

    Purpose purpose();

    /** The name of its kind, such as {@code llama}. */
    String architecture();

    /** The number of its weights. */
    long parameters();

    /** How most weights are stored, such as {@code Q4_K_M}. */
    String quantisation();

    /** The tokens that it was made for; 0 if it does not say. */
    int contextLength();

    /** The numbers that stand for one token. */
    int embeddingLength();

    /** The template that turns a conversation into a prompt; empty if it has none. */
    String chatTemplate();

    /** The size of all its files together. */
    ByteSize size();

    /** The memory that it takes when it is loaded so. */
    ModelMemory memory(LlamaSettings settings);
}
