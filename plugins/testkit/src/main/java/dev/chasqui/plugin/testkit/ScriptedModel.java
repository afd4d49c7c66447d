package dev.chasqui.plugin.testkit;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.reply.ChatReply;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A model that replies as the test has written, one script for each call. It records the requests,
 * and knows which of its replies were not closed. As behind the server, a call returns when the
 * first event of the reply has come.
 *
 * <p>It is the model of a {@link TestPipeline}, or of a {@link TestChain} by {@link TestChain#of}.
 * Safe for use by several threads.
 */
public final class ScriptedModel implements BiFunction<ChatRequest, Exchange, ChatReply> {
    private final BiFunction<Integer, ChatRequest, ScriptedReply> script;
    private final List<Call> calls = new ArrayList<>();

    /** One call, with the reply that it began. */
    private record Call(ChatRequest request, TrackedReply reply) {}

    private ScriptedModel(BiFunction<Integer, ChatRequest, ScriptedReply> script) {
        this.script = script;
    }

    /** Returns a model that gives each call its reply, in order of the calls. */
    public static ScriptedModel of(ScriptedReply... replies) {
        return new ScriptedModel(
                (call, _) -> {
                    if (call > replies.length) {
                        throw new AssertionError(
                                "call "
                                        + call
                                        + " of the model, but the script has "
                                        + replies.length
                                        + (replies.length == 1 ? " reply" : " replies"));
                    }
                    return replies[call - 1];
                });
    }

    /** Returns a model that answers every call with these pieces of text. */
    public static ScriptedModel saying(String... pieces) {
        return new ScriptedModel((_, _) -> ScriptedReply.text(pieces));
    }

    /** Returns a model that repeats the last message of the user, each word as a piece. */
    public static ScriptedModel echo() {
        return answering(request -> ScriptedReply.text(question(request).split("(?<= )")));
    }

    /** Returns a model whose replies are a function of the request. */
    public static ScriptedModel answering(Function<ChatRequest, ScriptedReply> answer) {
        return new ScriptedModel((_, request) -> answer.apply(request));
    }

    @Override
    public ChatReply apply(ChatRequest request, Exchange exchange) {
        TrackedReply reply;
        synchronized (calls) {
            ScriptedReply next = script.apply(calls.size() + 1, request);
            reply = new TrackedReply(new PlayedReply(next), exchange.cancellation());
            calls.add(new Call(request, reply));
        }
        return reply.prefetched();
    }

    /** Returns the requests that reached the model, in order of arrival. */
    public List<ChatRequest> requests() {
        synchronized (calls) {
            return calls.stream().map(Call::request).toList();
        }
    }

    /** Returns a name for each reply that was not closed, such as {@code reply 2 of 3 to 'hi'}. */
    public List<String> open() {
        synchronized (calls) {
            List<String> open = new ArrayList<>();
            for (int i = 0; i < calls.size(); i++) {
                Call call = calls.get(i);
                if (!call.reply().isClosed()) {
                    open.add(
                            "reply %d of %d to '%s'"
                                    .formatted(i + 1, calls.size(), question(call.request())));
                }
            }
            return open;
        }
    }

    /**
     * Checks that every reply was closed.
     *
     * @throws AssertionError that names each reply that was not
     */
    public void requireClosed() {
        List<String> open = open();
        if (!open.isEmpty()) {
            throw new AssertionError(
                    "not closed by the agent: "
                            + String.join(", ", open)
                            + " (expected: it closes each reply of the chain, or the reply that it"
                            + " returns closes it)");
        }
    }

    private static String question(ChatRequest request) {
        return request.messages().reversed().stream()
                .filter(message -> message.role().equals(Role.USER))
                .findFirst()
                .map(Message::text)
                .orElse("");
    }
}
