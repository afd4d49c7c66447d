package dev.chasqui.application.port;

import dev.chasqui.domain.exchange.Cancellation;

import java.util.OptionalInt;

/** The ability to tell how many tokens a model reads, and how many a text has. */
public interface TokenAbility extends Ability {

    /**
     * How many tokens the model reads at most, prompt and answer together, as it is loaded or would
     * be loaded now; empty where the server does not say.
     */
    OptionalInt contextLength(String model);

    /**
     * How many tokens a text has by the model's own tokenizer, without any that mark its beginning
     * or end; empty where the server does not count.
     */
    OptionalInt countTokens(String model, String text, Cancellation cancellation);
}
