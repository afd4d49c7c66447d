package dev.chasqui.adapters.dialects;

/**
 * The server's side of one operation of one dialect by which clients ask for embeddings. Stateless.
 */
public interface ClientEmbeddingCodec {

    /**
     * Reads a request, whole.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the field
     */
    IncomingEmbedding decode(byte[] body);
}
