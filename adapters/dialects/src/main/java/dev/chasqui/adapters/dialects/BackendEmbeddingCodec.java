package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.BackendCodec.Outgoing;
import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;

/** The client side of a dialect's embeddings, as a backend serves them. Stateless. */
public interface BackendEmbeddingCodec {

    /**
     * Writes a request for a backend. A request that came in the same dialect keeps all of its
     * bytes except for the name of its model.
     *
     * @param backend the name of the backend
     * @param request the request, whose model is the one that the backend knows
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendRefused} if the
     *     request cannot be expressed in this dialect
     */
    Outgoing encode(String backend, EmbeddingRequest request);

    /**
     * Reads the answer to a request.
     *
     * @param backend the name of the backend
     * @param request the request that was sent
     * @param body the body of the answer
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendFailed} if the answer
     *     is malformed, or does not hold one vector of equal length for each input
     */
    EmbeddingReply decode(String backend, EmbeddingRequest request, byte[] body);
}
