package dev.chasqui.domain.agent;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;

/** What lies between an agent and the model. Safe for use by several threads. */
public interface Chain {

    /**
     * Sends the request on and returns the reply, which the caller closes or hands on.
     *
     * @throws dev.chasqui.domain.failure.FailureException if there is no reply
     */
    ChatReply proceed(ChatRequest request);

    /** The exchange that this is part of. */
    Exchange exchange();
}
