package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.plugin.service.OwnModels;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.ToDoubleBiFunction;

/**
 * Models that are functions. They record the requests. Safe for use by several threads if the
 * functions are.
 */
public final class TestModels implements OwnModels {
    private final Function<ChatRequest, ChatReply> chat;
    private final Function<String, float[]> embed;
    private final ToDoubleBiFunction<String, String> rank;
    private final List<ChatRequest> requests;
    private final List<String> outside;
    private final boolean staysInside;

    /**
     * Makes models that rank all texts alike.
     *
     * @param chat the reply to a request
     * @param embed the vector of a text
     */
    public TestModels(Function<ChatRequest, ChatReply> chat, Function<String, float[]> embed) {
        this(chat, embed, (_, _) -> 0);
    }

    /**
     * Makes models.
     *
     * @param chat the reply to a request
     * @param embed the vector of a text
     * @param rank the score of a text for a question, in the order question, text
     */
    public TestModels(
            Function<ChatRequest, ChatReply> chat,
            Function<String, float[]> embed,
            ToDoubleBiFunction<String, String> rank) {
        this(chat, embed, rank, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>(), false);
    }

    private TestModels(
            Function<ChatRequest, ChatReply> chat,
            Function<String, float[]> embed,
            ToDoubleBiFunction<String, String> rank,
            List<ChatRequest> requests,
            List<String> outside,
            boolean staysInside) {
        this.chat = chat;
        this.embed = embed;
        this.rank = rank;
        this.requests = requests;
        this.outside = outside;
        this.staysInside = staysInside;
    }

    @Override
    public TestModels inside() {
        return new TestModels(chat, embed, rank, requests, outside, true);
    }

    /**
     * Returns the texts of all calls that could have gone outside the network, those of chats too.
     */
    public List<String> outside() {
        return List.copyOf(outside);
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
        note(request.messages().stream().map(Message::text).toList());
        return chat.apply(request);
    }

    @Override
    public List<float[]> embed(String model, List<String> texts, Cancellation cancellation) {
        requireGoing(cancellation);
        note(texts);
        return texts.stream().map(embed).toList();
    }

    @Override
    public double[] rerank(
            String model, String question, List<String> texts, Cancellation cancellation) {
        requireGoing(cancellation);
        note(List.of(question));
        note(texts);
        return texts.stream().mapToDouble(text -> rank.applyAsDouble(question, text)).toArray();
    }

    private void note(List<String> texts) {
        if (!staysInside) {
            outside.addAll(texts);
        }
    }

    private static void requireGoing(Cancellation cancellation) {
        if (cancellation.isCancelled()) {
            throw new FailureException(new Failure.Cancelled());
        }
    }
}
