package dev.chasqui.plugin.service;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;

/**
 * The models of the server, for work outside of an exchange, such as a summary made at night. Calls
 * have no agents; log and metrics count them under the caller {@code plugin:NAME}. Within an
 * exchange, use its chain for chats, so that the request's own agents and limits hold.
 */
public interface OwnModels {
    /** The largest number of calls of a plug-in at a time. */
    int MOST_CALLS = 16;

    /**
     * Asks a model; returns when its reply has begun. The caller must close the reply.
     *
     * @param cancellation ends the call
     * @throws dev.chasqui.domain.failure.FailureException if no backend answers; with {@code
     *     Overloaded} if {@link #MOST_CALLS} are open or the server has not started yet
     */
    ChatReply chat(ChatRequest request, Cancellation cancellation);

    /**
     * Returns the vector of each text, in order. The vectors must not be changed.
     *
     * @param model the name of a model that makes embeddings, such as {@code chasqui-embed}
     * @param texts at least one
     * @throws dev.chasqui.domain.failure.FailureException as {@link #chat}
     */
    List<float[]> embed(String model, List<String> texts, Cancellation cancellation);

    /**
     * Has a model rank texts by a question, as {@code /v1/rerank} does, and returns the score of
     * each text, in the order of the texts; higher is better.
     *
     * @param model the name of a model that ranks
     * @param texts at least one
     * @throws dev.chasqui.domain.failure.FailureException as {@link #chat}, and if the backend does
     *     not answer with one number for each text
     */
    default double[] rerank(
            String model, String question, List<String> texts, Cancellation cancellation) {
        throw new UnsupportedOperationException("this host ranks no texts");
    }

    /**
     * Returns the same models, none of whose calls goes to a backend outside this network: for
     * content that must not leave. A call whose model is outside alone fails.
     */
    default OwnModels inside() {
        throw new UnsupportedOperationException("this host keeps no calls in the network");
    }

    /** Asks a model without a cancellation of the caller's own. */
    default ChatReply chat(ChatRequest request) {
        return chat(request, new Cancellation());
    }

    /** Returns the vector of each text without a cancellation of the caller's own. */
    default List<float[]> embed(String model, List<String> texts) {
        return embed(model, texts, new Cancellation());
    }
}
