package dev.chasqui.adapters.llamacpp;

import dev.chasqui.domain.size.ByteSize;

/** The header of a model's file, with the facts about the model. */
public interface ModelHeader {

    /** The task of a model. */
    enum Purpose {
        /** It continues a text. */
        COMPLETION,
        /** It makes one vector of a text. */
        EMBEDDING,
        /** It scores the relevance of a text to a question. */
        RERANKING
    }

    /** Returns the task of the model. */
    Purpose purpose();

    /** Returns the name of its architecture, such as {@code llama}. */
    String architecture();

    /** Returns the number of its weights. */
    long parameters();

    /** Returns the storage format of most weights, such as {@code Q4_K_M}. */
    String quantisation();

    /** Returns the context that it was trained for, in tokens; 0 if the file does not give it. */
    int contextLength();

    /** Returns the length of the vector that represents a token. */
    int embeddingLength();

    /** Returns the template that turns a conversation into a prompt; empty if it has none. */
    String chatTemplate();

    /** Returns the size of all its files together. */
    ByteSize size();

    /** Returns the memory that it takes if it is loaded with given settings. */
    ModelMemory memory(LlamaSettings settings);
}
