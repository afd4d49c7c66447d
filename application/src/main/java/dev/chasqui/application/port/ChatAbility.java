package dev.chasqui.application.port;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;

/** The ability to answer chats and prompts. */
public interface ChatAbility extends Ability {

    /**
     * Sends a request. Returns when the answer has begun. Cancelling closes the connection at any
     * time, also while this method waits.
     *
     * @param request the request, whose model is the id by which this backend knows it
     * @return the reply, with the members of the request that had no meaning for this backend
     */
    Answer chat(ChatRequest request, Asker asker, Cancellation cancellation);

    /** Sends a request on the server's own behalf. */
    default Answer chat(ChatRequest request, Cancellation cancellation) {
        return chat(request, Asker.NOBODY, cancellation);
    }

    /**
     * The answer of a backend.
     *
     * @param reply the reply
     * @param dropped the members of the request that have no meaning in the backend's dialect
     */
    record Answer(ChatReply reply, List<String> dropped) {
        public Answer {
            dropped = List.copyOf(dropped);
        }

        public Answer(ChatReply reply) {
            this(reply, List.of());
        }
    }
}
