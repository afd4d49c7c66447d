package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.LoadRequest;

import java.util.List;
import java.util.function.Function;

/** A request as it came in. */
public sealed interface Incoming {

    /**
     * A chat or a prompt.
     *
     * @param agents the commands of the body's member {@code agents}, which is ours and is not sent
     *     on
     */
    record Chat(ChatRequest request, List<String> agents) implements Incoming {
        public Chat {
            agents = List.copyOf(agents);
        }
    }

    /**
     * A request that asks a model nothing, but to be loaded or to leave.
     *
     * @param answer makes the body of the answer when that is done
     */
    record Load(LoadRequest request, Function<ReplyHead, byte[]> answer) implements Incoming {}
}
