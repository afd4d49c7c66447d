package dev.chasqui.adapters.upstream;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.chasqui.adapters.dialects.server.ContextChoice;
import dev.chasqui.application.port.ChatAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.PromptSize;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.Failure.ContextExceeded;
import dev.chasqui.domain.failure.FailureException;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The contexts that requests choose at one server which lets them: as long as the prompt needs, and
 * no longer than the bound.
 *
 * <p>Such a server cannot count. So the need is estimated, and the request forbids that it is cut:
 * a refusal holds the exact number, and the request is sent once more if a longer context is
 * allowed. Since the server loads the model again for another context, contexts are powers of two,
 * and later requests keep a longer one. Safe for use by several threads.
 */
final class ChosenContexts {
    /** The shortest context that is chosen, which is an Ollama's default. */
    private static final int SHORTEST = 4_096;

    /**
     * The size in tokens up to which a prompt is sent without a question; no server's default is
     * less.
     */
    private static final int SHORT_PROMPT = 2_048;

    /** The tokens that a chosen context leaves for the answer. */
    private static final int ANSWER = 1_024;

    /** The bytes of a token in a text of many tokens; English has four. */
    private static final int BYTES_PER_TOKEN = 3;

    /** The time without a request after which an Ollama unloads a model. */
    private static final Duration KEPT = Duration.ofMinutes(5);

    private static final int MOST_MODELS = 256;

    private final OptionalInt bound;
    private final Function<String, OptionalInt> present;

    /** The longer contexts that models were loaded with, by model. */
    private final Cache<String, Integer> longer =
            Caffeine.newBuilder().expireAfterAccess(KEPT).maximumSize(MOST_MODELS).build();

    /**
     * @param bound the longest context that may be chosen, in tokens; empty for the one that a
     *     model was trained with
     * @param present returns the context that a model is loaded with, or would be
     */
    ChosenContexts(OptionalInt bound, Function<String, OptionalInt> present) {
        this.bound = bound;
        this.present = present;
    }

    /**
     * Sends a request with the context that it needs.
     *
     * @throws FailureException with {@code ContextExceeded} if none is long enough
     */
    ChatAbility.Answer send(
            ChatRequest request,
            ContextChoice choice,
            Function<ChatRequest, ChatAbility.Answer> server) {
        ChatRequest fitted = fitted(request, choice);
        try {
            return kept(fitted, request, choice, server.apply(fitted));
        } catch (FailureException e) {
            if (!(e.failure() instanceof ContextExceeded exceeded)) {
                throw e;
            }
            int longest = longest(request.model(), choice).orElse(exceeded.room());
            int target = Math.min(step((long) exceeded.asked() + ANSWER), longest);
            if (target <= exceeded.room() || target <= exceeded.asked()) {
                int room = Math.max(longest, exceeded.room());
                throw new FailureException(new ContextExceeded(exceeded.asked(), room), e);
            }
            ChatRequest enlarged = choice.choose(request, target);
            return kept(enlarged, request, choice, server.apply(enlarged));
        }
    }

    private ChatRequest fitted(ChatRequest request, ContextChoice choice) {
        long most = (long) PromptSize.mostTokens(request) + PromptSize.TEMPLATE;
        Optional<Integer> before = Optional.ofNullable(longer.getIfPresent(request.model()));
        try {
            return most <= SHORT_PROMPT && before.isEmpty()
                    ? ofShortPrompt(request, choice, most)
                    : fitted(request, choice, most, before);
        } catch (FailureException e) {
            if (e.failure() instanceof Failure.Cancelled) {
                throw e;
            }
            // The server may know a form of request that we do not, and it may be up again.
            return request;
        }
    }

    /** Leaves a short prompt alone, unless its client chose a context that it may not fit. */
    private static ChatRequest ofShortPrompt(ChatRequest request, ContextChoice choice, long most) {
        return most <= choice.chosen(request).orElse(SHORT_PROMPT)
                ? request
                : choice.uncut(request);
    }

    private ChatRequest fitted(
            ChatRequest request, ContextChoice choice, long most, Optional<Integer> before) {
        OptionalInt chosen = choice.chosen(request);
        int known = before.orElseGet(() -> present.apply(request.model()).orElse(SHORTEST));
        int room = chosen.orElse(known);
        boolean keeps = chosen.isPresent() || before.isEmpty();
        // A client may choose more than its model has; then it gets only that.
        if (most <= Math.min(room, known)) {
            return keeps ? request : choice.choose(request, room);
        }
        long need =
                (long) PromptSize.bytes(request) / BYTES_PER_TOKEN + PromptSize.TEMPLATE + ANSWER;
        int target =
                need <= room
                        ? room
                        : Math.min(step(need), longest(request.model(), choice).orElse(room));
        return target <= room && keeps
                ? choice.uncut(request)
                : choice.choose(request, Math.max(target, room));
    }

    /** Notes the context of a request that was answered, if it is one of ours. */
    private ChatAbility.Answer kept(
            ChatRequest sent, ChatRequest asked, ContextChoice choice, ChatAbility.Answer answer) {
        if (sent != asked && choice.chosen(asked).isEmpty()) {
            choice.chosen(sent).ifPresent(tokens -> longer.put(sent.model(), tokens));
        }
        return answer;
    }

    private OptionalInt longest(String model, ContextChoice choice) {
        OptionalInt trained = trained(model, choice);
        if (bound.isEmpty()) {
            return trained;
        }
        return OptionalInt.of(Math.min(bound.getAsInt(), trained.orElse(bound.getAsInt())));
    }

    private static OptionalInt trained(String model, ContextChoice choice) {
        try {
            return choice.longest(model);
        } catch (FailureException e) {
            return OptionalInt.empty();
        }
    }

    /** Returns the least power of two that is not less, and not less than the shortest context. */
    private static int step(long tokens) {
        long step = SHORTEST;
        while (step < tokens && step < 1 << 30) {
            step *= 2;
        }
        return (int) step;
    }
}
