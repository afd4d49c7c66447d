package dev.chasqui.application.port;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;

/** The ability to answer chats and prompts. */
public interface ChatAbility extends Ability {

    /**
     * Sends a request, whose model is the id under which this backend knows it.
     *
     * <p>Returns when the answer has begun. Cancelling closes the connection at any time, also
     * while this method waits.
     *
     * @return the reply and what of the request had no meaning for this backend
     */
    Answer chat(ChatRequest request, Asker asker, Cancellation cancellation);

    /** Sends a request for nobody in particular. */
    default Answer chat(ChatRequest request, Cancellation cancellation) {
        return chat(request, Asker.NOBODY, cancellation);
    }

    /**
     * A reply as a backend gives it.
     *
     * @param dropped members of the request that have no meaning in the backend's dialect
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
