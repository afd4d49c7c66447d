package dev.chasqui.domain.embedding;

import dev.chasqui.domain.chat.Dialect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The vectors that answer an {@link EmbeddingRequest}, decoded when they are asked for. Safe for
 * use by several threads.
 */
public interface EmbeddingReply {

    /** How many numbers each vector has. */
    int dimensions();

    /** How many tokens all inputs have together, where the backend says it. */
    OptionalInt promptTokens();

    /** Whether that number is our estimate. */
    default boolean estimated() {
        return false;
    }

    /** One vector for each input, in the order of the inputs; must not be changed. */
    List<float[]> vectors();

    /**
     * The whole answer as the backend sent it, where it can go out as it is to a client of the same
     * dialect; empty where something has to be written anew.
     */
    default Optional<Body> body() {
        return Optional.empty();
    }

    /**
     * An answer's body.
     *
     * @param bytes not a copy, and must not be changed
     */
    record Body(Dialect dialect, byte[] bytes) {}
}
