package dev.chasqui.application.decision;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;

/** The source of the probabilities of first tokens. Safe for use by several threads. */
@FunctionalInterface
public interface FirstTokens {

    /**
     * Sends a chat to its model and returns the first token of the answer.
     *
     * @param exchange the exchange whose cancellation ends the chat
     * @throws dev.chasqui.domain.failure.FailureException if there is no answer, or if it says
     *     nothing about probabilities
     */
    FirstToken ask(ChatRequest chat, Exchange exchange);
}
