package dev.chasqui.plugins.rag;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;

import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * A chain whose backend counts tokens.
 *
 * @param counts the number of calls that counted
 */
record CountingChain(Chain chain, ToIntFunction<String> tokenizer, AtomicInteger counts)
        implements Chain {

    CountingChain(Chain chain, ToIntFunction<String> tokenizer) {
        this(chain, tokenizer, new AtomicInteger());
    }

    @Override
    public ChatReply proceed(ChatRequest request) {
        return chain.proceed(request);
    }

    @Override
    public Exchange exchange() {
        return chain.exchange();
    }

    @Override
    public Chain on(Exchange branch) {
        return new CountingChain(chain.on(branch), tokenizer, counts);
    }

    @Override
    public OptionalInt contextLength(String model) {
        return chain.contextLength(model);
    }

    @Override
    public OptionalInt countTokens(String model, String text) {
        counts.incrementAndGet();
        return OptionalInt.of(tokenizer.applyAsInt(text));
    }
}
