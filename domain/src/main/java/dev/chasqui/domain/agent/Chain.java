package dev.chasqui.domain.agent;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;

import java.util.OptionalInt;

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

    /**
     * The same chain for a branch of its exchange ({@link Exchange#branch}): what goes through it
     * is given up with the branch, also while {@link #proceed} waits, and may so end alone.
     */
    Chain on(Exchange branch);

    /**
     * How many tokens the model reads at most, prompt and answer together, as it is loaded or would
     * be loaded now; empty where its backend does not say.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel}
     */
    OptionalInt contextLength(String model);

    /**
     * How many tokens the text has by the model's own tokenizer; empty where its backend does not
     * count or does not answer. A call over the network: ask once for much text rather than often
     * for little.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code UnknownModel}
     */
    OptionalInt countTokens(String model, String text);
}
