package dev.chasqui.domain.embedding;

import dev.chasqui.domain.chat.Dialect;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The reply to an {@link EmbeddingRequest}: one vector for each input. An implementation may decode
 * the vectors only when {@link #vectors} is called. Safe for use by several threads.
 */
public interface EmbeddingReply {

    /** Returns the length of each vector: the number of its components. */
    int dimensions();

    /** Returns the number of tokens of all inputs together; empty if the backend reports none. */
    OptionalInt promptTokens();

    /** Returns true if {@link #promptTokens} is an estimate of this server. */
    default boolean estimated() {
        return false;
    }

    /**
     * Returns one vector for each input, in the order of the inputs. The vectors must not be
     * changed.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendFailed} if a vector
     *     cannot be decoded
     */
    List<float[]> vectors();

    /**
     * Returns the whole answer as the backend sent it, if a client of the same dialect can receive
     * it unchanged; empty if the answer must be written anew.
     */
    default Optional<Body> body() {
        return Optional.empty();
    }

    /**
     * The body of an answer.
     *
     * @param dialect the dialect of the body
     * @param bytes the body; not a copy, and must not be changed
     */
    record Body(Dialect dialect, byte[] bytes) {}
}
