package dev.chasqui.domain.embedding;

/** One thing that a vector is wanted of. */
public sealed interface EmbeddingInput {

    /** A text; may be empty. */
    record Text(String text) implements EmbeddingInput {}

    /**
     * A text as the tokens of the model's own tokenizer.
     *
     * @param ids not a copy, and must not be changed
     */
    record Tokens(int[] ids) implements EmbeddingInput {}
}
