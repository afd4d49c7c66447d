package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A decoded request of a client. */
public sealed interface Incoming {

    /**
     * A chat or a prompt.
     *
     * @param request the request
     * @param agents the commands of the body's member {@code agents}, which is our own and is not
     *     sent to backends
     * @param mayShorten what the body says about a conversation that does not fit: true if it may
     *     be shortened, false if it must be refused; empty if it says nothing
     */
    record Chat(ChatRequest request, List<String> agents, Optional<Boolean> mayShorten)
            implements Incoming {
        /** Copies the list. */
        public Chat {
            agents = List.copyOf(agents);
        }

        /** Makes a chat whose body says nothing about shortening. */
        public Chat(ChatRequest request, List<String> agents) {
            this(request, agents, Optional.empty());
        }
    }

    /**
     * A request that only loads or unloads a model.
     *
     * @param request the request
     * @param answer makes the body of the answer after the model was loaded or unloaded
     */
    record Load(LoadRequest request, Function<ReplyHead, byte[]> answer)
            implements Incoming, IncomingEmbedding {}
}
