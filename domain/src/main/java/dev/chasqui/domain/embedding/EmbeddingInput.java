package dev.chasqui.domain.embedding;

/** One input of a request for embeddings; the reply has one vector for it. */
public sealed interface EmbeddingInput {

    /** A text; it may be empty. */
    record Text(String text) implements EmbeddingInput {}

    /**
     * A text as tokens of the model's own tokenizer.
     *
     * @param ids the ids of the tokens; not a copy, and must not be changed
     */
    record Tokens(int[] ids) implements EmbeddingInput {}
}
