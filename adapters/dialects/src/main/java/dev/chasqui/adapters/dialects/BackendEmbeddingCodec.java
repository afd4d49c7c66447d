package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;

/** The client's side of a dialect where backends are asked for embeddings. Stateless. */
public interface BackendEmbeddingCodec {

    /**
     * Writes a request. One that came in the same dialect goes out byte for byte but for the name
     * of its model.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendRefused} by this
     *     backend if it cannot be said in this dialect
     */
    Outgoing encode(String backend, EmbeddingRequest request);

    /**
     * Reads the answer to a request.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendFailed} if it is none,
     *     or does not hold one vector for each input, all of one length
     */
    EmbeddingReply decode(String backend, EmbeddingRequest request, byte[] body);
}
