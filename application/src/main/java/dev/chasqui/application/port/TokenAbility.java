package dev.chasqui.application.port;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;

import java.util.OptionalInt;

/** The ability to tell a model's context length, and to count the tokens of texts and prompts. */
public interface TokenAbility extends Ability {

    /**
     * Returns the context length of a model in tokens (prompt and answer together), as it is loaded
     * or would be loaded now; empty if the server does not report it.
     */
    OptionalInt contextLength(String model);

    /**
     * Returns the number of tokens of a text by the model's own tokenizer, without those that mark
     * its beginning or end; empty if the server does not count.
     */
    OptionalInt countTokens(String model, String text, Cancellation cancellation);

    /**
     * Returns the number of tokens of the whole prompt that the server would make of a request,
     * with its template, tools and images; empty if the server does not count prompts.
     *
     * @param request the request, with the name by which the backend knows the model
     */
    default OptionalInt countPrompt(ChatRequest request, Cancellation cancellation) {
        return OptionalInt.empty();
    }
}
