package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;

import java.util.function.BiFunction;

/** A request to an operation for embeddings: a request for vectors, or one to load a model. */
public sealed interface IncomingEmbedding permits IncomingEmbedding.Embed, Incoming.Load {

    /**
     * A request for vectors.
     *
     * @param request the decoded request
     * @param answer the writer of the answer's body; it throws {@link
     *     dev.chasqui.domain.failure.FailureException} with {@code BackendFailed} if a vector
     *     cannot be decoded
     */
    record Embed(EmbeddingRequest request, BiFunction<ReplyHead, EmbeddingReply, byte[]> answer)
            implements IncomingEmbedding {}
}
