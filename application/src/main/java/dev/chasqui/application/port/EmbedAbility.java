package dev.chasqui.application.port;

import dev.chasqui.domain.embedding.EmbeddingReply;
import dev.chasqui.domain.embedding.EmbeddingRequest;
import dev.chasqui.domain.exchange.Cancellation;

import java.util.List;

/** The ability of a backend to make embeddings. */
public interface EmbedAbility extends Ability {

    /**
     * Sends a request and returns when the whole answer has arrived. The model of the request is
     * the id by which this backend knows the model.
     *
     * <p>The answer has one vector for each input, in the order of the inputs. The vectors may have
     * other {@code dimensions} than the request names. Cancelling closes the connection at any
     * time.
     *
     * @return the vectors, and the members of the request that were dropped
     * @throws dev.chasqui.domain.failure.FailureException if the backend gives no valid answer
     */
    Answer embed(EmbeddingRequest request, Asker asker, Cancellation cancellation);

    /**
     * The answer of a backend.
     *
     * @param reply the vectors
     * @param dropped the members of the request that have no meaning in the backend's dialect
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
