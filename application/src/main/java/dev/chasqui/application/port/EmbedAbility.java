package dev.chasqui.application.port;

import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;

import java.util.List;

/** The ability to make embeddings. */
public interface EmbedAbility extends Ability {

    /**
     * Sends a request, whose model is the id under which this backend knows it, and returns when
     * the whole answer is there.
     *
     * <p>There are as many vectors as inputs, in their order. They may have another number of
     * {@code dimensions} than the request says. Cancelling closes the connection at any time.
     *
     * @return the vectors and what of the request had no meaning for this backend
     */
    Answer embed(EmbeddingRequest request, Asker asker, Cancellation cancellation);

    /**
     * Vectors as a backend gives them.
     *
     * @param dropped members of the request that have no meaning in the backend's dialect
     */
    record Answer(EmbeddingReply reply, List<String> dropped) {
        public Answer {
            dropped = List.copyOf(dropped);
        }

        public Answer(EmbeddingReply reply) {
            this(reply, List.of());
        }
    }
}
