package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.agent.Chain;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.exchange.Caller;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;

/** A chain that ends in a function. Safe for use by several threads, if the function is. */
public final class TestChain implements Chain {
    private final BiFunction<ChatRequest, Exchange, ChatReply> model;
    private final Exchange exchange;
    private final List<ChatRequest> requests;
    private final OptionalInt contextLength;

    private TestChain(
            BiFunction<ChatRequest, Exchange, ChatReply> model,
            Exchange exchange,
            List<ChatRequest> requests,
            OptionalInt contextLength) {
        this.model = model;
        this.exchange = exchange;
        this.requests = requests;
        this.contextLength = contextLength;
    }

    /** A chain whose model answers as the function says, which sees the exchange it works for. */
    public static TestChain of(BiFunction<ChatRequest, Exchange, ChatReply> model) {
        return new TestChain(
                model, newExchange(), new CopyOnWriteArrayList<>(), OptionalInt.empty());
    }

    /** A chain whose model always says this. */
    public static TestChain saying(String text) {
        return of((request, exchange) -> ChatReply.ofText(text));
    }

    /** This chain with a model that reads so many tokens at most. */
    public TestChain withContextLength(int tokens) {
        return new TestChain(model, exchange, requests, OptionalInt.of(tokens));
    }

    /** An exchange like one of a client without a key. */
    public static Exchange newExchange() {
        return new Exchange(
                "test",
                Caller.anonymous("127.0.0.1").withAllAgents(),
                Dialect.OPENAI,
                progress -> {});
    }

    @Override
    public ChatReply proceed(ChatRequest request) {
        requests.add(request);
        return model.apply(request, exchange);
    }

    @Override
    public Exchange exchange() {
        return exchange;
    }

    @Override
    public TestChain on(Exchange branch) {
        return new TestChain(model, branch, requests, contextLength);
    }

    @Override
    public OptionalInt contextLength(String model) {
        return contextLength;
    }

    @Override
    public OptionalInt countTokens(String model, String text) {
        return OptionalInt.empty();
    }

    /** What the model was asked, on every branch, in the order in which it came. */
    public List<ChatRequest> requests() {
        return List.copyOf(requests);
    }
}
