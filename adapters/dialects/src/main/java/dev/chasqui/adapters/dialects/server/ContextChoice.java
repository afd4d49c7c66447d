package dev.chasqui.adapters.dialects.server;

import dev.chasqui.domain.chat.ChatRequest;

import java.util.OptionalInt;

/**
 * The ability of a server to load a model with the context that a request chooses. Such a server
 * cuts a prompt that does not fit without a word, unless the request forbids it. Safe for use by
 * several threads.
 */
public interface ContextChoice {

    /**
     * Returns the longest context of a model in tokens: the one that it was trained with; empty if
     * the server does not report it.
     *
     * @throws dev.chasqui.domain.failure.FailureException if the server fails
     */
    OptionalInt longest(String model);

    /** Returns the context in tokens that a request chooses; empty if it chooses none. */
    OptionalInt chosen(ChatRequest request);

    /** Returns the request with another context in tokens, which is refused if it does not fit. */
    ChatRequest choose(ChatRequest request, int tokens);

    /** Returns the request so that it is refused rather than cut, if its client left it open. */
    ChatRequest uncut(ChatRequest request);
}
