package dev.chasqui.adapters.dialects;

/**
 * The server side of one operation of a dialect with which clients request embeddings. Stateless.
 */
public interface ClientEmbeddingCodec {

    /**
     * Reads a request.
     *
     * @param body the whole body
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the
     *     field, if the request is malformed
     */
    IncomingEmbedding decode(byte[] body);
}
