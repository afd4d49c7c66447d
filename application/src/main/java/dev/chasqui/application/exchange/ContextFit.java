package dev.chasqui.application.exchange;

import dev.chasqui.application.port.Asker;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.PromptSize;
import dev.chasqui.domain.exchange.Exchange;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Failure.ContextExceeded;
import dev.chasqui.domain.failure.FailureException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The sending of one chat to one backend so that its prompt is never cut without a word: a prompt
 * that does not fit is refused with its numbers or, if the client allows it, shortened by {@link
 * HistoryCut}.
 *
 * <p>Only a prompt that surely does not fit is refused here. If the backend cannot count, or if the
 * count leaves a doubt, the backend decides. Made for one call; used by one thread.
 */
final class ContextFit {
    /**
     * The shortest context in tokens that a model is run with. A prompt that surely fits it is sent
     * without a question.
     */
    private static final int SHORTEST_CONTEXT = 2_048;

    /** The most times that a conversation is shortened, each time by the backend's new count. */
    private static final int MOST_CUTS = 4;

    private final ChatAbility chats;
    private final Optional<TokenAbility> tokens;
    private final Exchange exchange;
    private final List<Message> leftOut = new ArrayList<>();

    /** The estimate of the tokens left out, in case that the backend cannot count. */
    private long leftOutTokens;

    /**
     * @param tokens the backend's ability to count; empty if it has none
     */
    ContextFit(ChatAbility chats, Optional<TokenAbility> tokens, Exchange exchange) {
        this.chats = chats;
        this.tokens = tokens;
        this.exchange = exchange;
    }

    /**
     * A backend's answer.
     *
     * @param leftOut the number of tokens that were left out of the conversation
     */
    record Fitted(ChatAbility.Answer answer, int leftOut) {}

    /**
     * Sends a request; returns when its answer has begun.
     *
     * @throws FailureException with {@code ContextExceeded} if it does not fit
     */
    Fitted send(ChatRequest request) {
        ChatRequest shortened = request;
        Optional<FailureException> first = Optional.empty();
        for (int cuts = 0; ; cuts++) {
            try {
                refuseIfTooLong(shortened);
                ChatAbility.Answer answer =
                        chats.chat(shortened, Asker.of(exchange), exchange.cancellation());
                return new Fitted(answer, leftOut(request.model()));
            } catch (FailureException e) {
                if (!(e.failure() instanceof ContextExceeded exceeded)) {
                    throw e;
                }
                // The caller is told the numbers of its own prompt.
                first = first.or(() -> Optional.of(e));
                if (!exchange.mayShorten() || cuts == MOST_CUTS) {
                    throw first.get();
                }
                shortened = shortened(shortened, exceeded).orElseThrow(first::get);
            }
        }
    }

    private void refuseIfTooLong(ChatRequest request) {
        long most = (long) PromptSize.mostTokens(request) + PromptSize.TEMPLATE;
        if (most <= SHORTEST_CONTEXT || tokens.isEmpty()) {
            return;
        }
        OptionalInt room = tokens.get().contextLength(request.model());
        if (room.isEmpty() || most <= room.getAsInt()) {
            return;
        }
        OptionalInt asked = count(request);
        if (asked.isPresent() && asked.getAsInt() >= room.getAsInt()) {
            throw new FailureException(new ContextExceeded(asked.getAsInt(), room.getAsInt()));
        }
    }

    private Optional<ChatRequest> shortened(ChatRequest request, ContextExceeded exceeded) {
        double tokensPerByte = (double) exceeded.asked() / Math.max(1, PromptSize.bytes(request));
        long answer = Math.min(AnswerBound.ofOneAnswer(request), exceeded.room() / 4);
        long excess = (long) exceeded.asked() - exceeded.room() + Math.max(1, answer);
        return HistoryCut.middle(
                        request.messages(),
                        PromptSize::bytes,
                        (long) Math.ceil(excess / tokensPerByte))
                .map(
                        cut -> {
                            leftOut.addAll(cut.leftOut());
                            for (Message message : cut.leftOut()) {
                                leftOutTokens +=
                                        Math.round(PromptSize.bytes(message) * tokensPerByte);
                            }
                            return request.withMessages(cut.kept());
                        });
    }

    private int leftOut(String model) {
        if (leftOut.isEmpty()) {
            return 0;
        }
        int estimate = (int) Math.min(leftOutTokens, Integer.MAX_VALUE);
        return count(model, () -> PromptSize.text(leftOut)).orElse(estimate);
    }

    /** Returns the backend's count of a prompt, or at least of its text. */
    private OptionalInt count(ChatRequest request) {
        OptionalInt whole = count(ability -> ability.countPrompt(request, exchange.cancellation()));
        return whole.isPresent() ? whole : count(request.model(), () -> PromptSize.text(request));
    }

    /** Returns the backend's count of a text. */
    private OptionalInt count(String model, Supplier<String> text) {
        return count(ability -> ability.countTokens(model, text.get(), exchange.cancellation()));
    }

    /** Returns a count of the backend; empty if it does not count, or fails. */
    private OptionalInt count(Function<TokenAbility, OptionalInt> question) {
        try {
            return tokens.map(question).orElseGet(OptionalInt::empty);
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.Cancelled) {
                throw e;
            }
            return OptionalInt.empty();
        }
    }
}
