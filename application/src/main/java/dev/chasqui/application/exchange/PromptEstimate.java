package dev.chasqui.application.exchange;

import dev.chasqui.domain.chat.Conversation;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.json.Json;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/** The tokens of a conversation by the tokens, or the bytes, of its text. Has no state. */
final class PromptEstimate {
    /** The bytes per token of an estimate; a low value, so that the estimate is not too low. */
    private static final double BYTES_PER_TOKEN = 3.5;

    /** The tokens that a chat template adds to each message. */
    private static final int PER_MESSAGE = 4;

    /** The estimated tokens of an image. */
    private static final int PER_IMAGE = 1_600;

    private PromptEstimate() {}

    /** Returns an estimate by the bytes of the text. */
    static CountPayload.Counted of(Conversation asked) {
        return new CountPayload.Counted(whole(asked, bytes(text(asked))), true);
    }

    /**
     * Returns the tokens by a count of the text.
     *
     * @param counter counts the tokens of a text; empty if it cannot
     * @return the tokens, which are an estimate if there is an image; empty if nobody counts
     */
    static Optional<CountPayload.Counted> counted(
            Conversation asked, Function<String, OptionalInt> counter) {
        OptionalInt text = counter.apply(text(asked));
        return text.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new CountPayload.Counted(whole(asked, text.getAsInt()), images(asked) > 0));
    }

    private static long whole(Conversation asked, long text) {
        return text + (long) PER_MESSAGE * asked.messages().size() + PER_IMAGE * images(asked);
    }

    private static long bytes(String text) {
        return (long) Math.ceil(text.getBytes(StandardCharsets.UTF_8).length / BYTES_PER_TOKEN);
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
