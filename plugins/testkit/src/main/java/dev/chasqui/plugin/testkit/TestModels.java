package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugin.service.OwnModels;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Models that are functions. They record the requests. Safe for use by several threads if the
 * functions are.
 */
public final class TestModels implements OwnModels {
    private final Function<ChatRequest, ChatReply> chat;
    private final Function<String, float[]> embed;
    private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

    /**
     * Makes models.
     *
     * @param chat the reply to a request
     * @param embed the vector of a text
     */
    public TestModels(Function<ChatRequest, ChatReply> chat, Function<String, float[]> embed) {
        this.chat = chat;
        this.embed = embed;
    }

    /** Makes models that always reply with this text, and whose vectors are all alike. */
    public static TestModels saying(String text) {
        return new TestModels(_ -> ChatReply.ofText(text), _ -> new float[] {1, 0});
    }

    /** Returns the requests for chats, in order. */
    public List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    @Override
    public ChatReply chat(ChatRequest request, Cancellation cancellation) {
        requireGoing(cancellation);
        requests.add(request);
        return chat.apply(request);
    }

    @Override
    public List<float[]> embed(String model, List<String> texts, Cancellation cancellation) {
        requireGoing(cancellation);
        return texts.stream().map(embed).toList();
    }

    private static void requireGoing(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }
}
