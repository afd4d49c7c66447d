package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;

import java.util.function.BiFunction;

/** A request at a path of embeddings: for vectors, or to load a model. */
public sealed interface IncomingEmbedding permits IncomingEmbedding.Embed, Incoming.Load {

    /**
     * A request for vectors.
     *
     * @param answer makes the body of the answer; throws {@link
     *     dev.chasqui.domain.failure.FailureException} with {@code BackendFailed} if the vectors
     *     are none
     */
    record Embed(EmbeddingRequest request, BiFunction<ReplyHead, EmbeddingReply, byte[]> answer)
            implements IncomingEmbedding {}
}
