package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.ClientPath;
import dev.chasqui.application.agents.CountedChat;
import dev.chasqui.application.models.Candidate;
import dev.chasqui.application.models.Models;
import dev.chasqui.application.port.TokenAbility;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.exchange.Cancellation;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/**
 * The operation that counts the tokens of a request. The tokenizer of the model counts them if its
 * backend has one and no agent would see the chat before it, such as one that hides what must not
 * leave; otherwise they are estimated, and a header of the answer says so. Safe for use by several
 * threads.
 */
final class AnthropicTokenCount {
    /** The header with the name of the estimated member. */
    private static final String ESTIMATED = "X-Chasqui-Estimated";

    private static final String INPUT_TOKENS = "input_tokens";

    /** The bytes per token of an estimate; a low value, so that the estimate is not too low. */
    private static final double BYTES_PER_TOKEN = 3.5;

    /** The tokens that a chat template adds to each message. */
    private static final int PER_MESSAGE = 4;

    /** The estimated tokens of an image. */
    private static final int PER_IMAGE = 1_600;

    private final Models models;

    AnthropicTokenCount(Models models) {
        this.models = models;
    }

    /**
     * Returns the body of the answer.
     *
     * @throws FailureException with {@code Invalid} if the request is malformed, with {@code
     *     Forbidden} if a rule refuses it, or as {@link Models#find} does
     */
    byte[] answer(ClientPath.Question question) {
        CountedChat chat =
                question.counted(new AnthropicMessages().decode(question.body()).request());
        ChatRequest sent = chat.request();
        List<Candidate> candidates = models.findMeant(sent.model());
        ChatRequest request =
                candidates.getFirst().derived().map(model -> model.applyTo(sent)).orElse(sent);
        Conversation asked = request.conversation();
        List<Candidate> counting = chat.mayLeave() ? candidates : List.of();
        OptionalInt whole =
                counted(
                        counting,
                        (tokens, model) ->
                                tokens.countPrompt(request.withModel(model), new Cancellation()));
        long tokens = whole.isPresent() ? whole.getAsInt() : ofText(asked, counting, question);
        return Json.Obj.EMPTY.with(INPUT_TOKENS, Json.of(tokens)).toBytes();
    }

    private static long ofText(
            Conversation asked, List<Candidate> candidates, ClientPath.Question question) {
        String text = text(asked);
        OptionalInt counted =
                counted(
                        candidates,
                        (tokens, model) -> tokens.countTokens(model, text, new Cancellation()));
        long images = images(asked);
        if (counted.isEmpty() || images > 0) {
            question.addHeader(ESTIMATED, INPUT_TOKENS);
        }
        return counted.orElseGet(() -> estimate(text))
                + (long) PER_MESSAGE * asked.messages().size()
                + PER_IMAGE * images;
    }

    /** Returns the count of the first backend that counts. */
    private static OptionalInt counted(
            List<Candidate> candidates, BiFunction<TokenAbility, String, OptionalInt> question) {
        return candidates.stream()
                .map(candidate -> counted(candidate, question))
                .filter(OptionalInt::isPresent)
                .findFirst()
                .orElseGet(OptionalInt::empty);
    }

    private static OptionalInt counted(
            Candidate candidate, BiFunction<TokenAbility, String, OptionalInt> question) {
        try {
            return candidate
                    .backend()
                    .ability(TokenAbility.class)
                    .map(tokens -> question.apply(tokens, candidate.model().id()))
                    .orElseGet(OptionalInt::empty);
        } catch (FailureException e) {
            // The next backend, or the estimate, is used instead.
            return OptionalInt.empty();
        }
    }

    private static int estimate(String text) {
        return (int) Math.ceil(text.getBytes(StandardCharsets.UTF_8).length / BYTES_PER_TOKEN);
    }

    private static String text(Conversation asked) {
        StringBuilder all = new StringBuilder();
        for (Message message : asked.messages()) {
            message.reasoning().ifPresent(thought -> all.append(thought).append('\n'));
            message.content().forEach(part -> all.append(text(part)).append('\n'));
            message.toolCalls()
                    .forEach(call -> all.append(call.name()).append(call.arguments()).append('\n'));
        }
        asked.tools().forEach(tool -> all.append(text(tool)).append('\n'));
        return all.toString();
    }

    private static String text(Part part) {
        return switch (part) {
            case Part.Text text -> text.text();
            case Part.Image _ -> "";
            case Part.Other other -> other.text().orElse("");
        };
    }

    private static String text(Tool tool) {
        return switch (tool) {
            case Tool.Function function ->
                    function.name()
                            + "\n"
                            + function.description().orElse("")
                            + "\n"
                            + function.parameters().map(Json::toString).orElse("");
            case Tool.Other(Json.Obj value) -> value.toString();
        };
    }

    private static long images(Conversation asked) {
        return asked.messages().stream()
                .flatMap(message -> message.content().stream())
                .filter(Part.Image.class::isInstance)
                .count();
    }
}
