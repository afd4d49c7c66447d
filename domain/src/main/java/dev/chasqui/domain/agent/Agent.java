package dev.chasqui.domain.agent;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;

/**
 * Code that wraps an exchange, as an HTTP interceptor does.
 *
 * <p>A simple agent overrides {@link #before} or {@link #after}. One that needs more overrides
 * {@link #handle}: it may call {@link Chain#proceed} never (a cache), once, or many times and from
 * several threads (a fan-out). An agent is made for one exchange and may keep state of it.
 */
public interface Agent {

    /** Changes the request, lets the chain go on, and changes the reply. */
    default ChatReply handle(ChatRequest request, Chain chain) {
        Exchange exchange = chain.exchange();
        return after(chain.proceed(before(request, exchange)), exchange);
    }

    /** Returns the request as the model shall see it. */
    default ChatRequest before(ChatRequest request, Exchange exchange) {
        return request;
    }

    /**
     * Returns the reply as the client shall see it. Closing the result must close {@code reply}.
     */
    default ChatReply after(ChatReply reply, Exchange exchange) {
        return reply;
    }
}
