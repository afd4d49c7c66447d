package dev.chasqui.application.policy;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Tool;
import dev.chasqui.domain.json.Json;

/** The size of a request's text. */
public final class TextSize {
    private TextSize() {}

    /**
     * Returns the bytes in UTF-8 of the texts of a chat: its messages with their documents,
     * reasoning and tool calls, and the definitions of its tools. Decodes the conversation.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it cannot be
     *     decoded
     */
    public static long of(ChatRequest request) {
        long size = 0;
        for (Message message : request.messages()) {
            size += message.content().stream().mapToLong(TextSize::of).sum();
            size += message.reasoning().map(TextSize::of).orElse(0L);
            size += message.toolCalls().stream().mapToLong(call -> of(call.arguments())).sum();
        }
        return size + request.tools().stream().mapToLong(TextSize::of).sum();
    }

    private static long of(Part part) {
        return switch (part) {
            case Part.Text text -> of(text.text());
            case Part.Image _ -> 0;
            case Part.Other other -> other.text().map(TextSize::of).orElse(0L);
        };
    }

    private static long of(Tool tool) {
        return switch (tool) {
            case Tool.Function function ->
                    of(function.name())
                            + function.description().map(TextSize::of).orElse(0L)
                            + function.parameters()
                                    .map(Json::toString)
                                    .map(TextSize::of)
                                    .orElse(0L);
            case Tool.Other(Json.Obj value) -> of(value.toString());
        };
    }

    /** Returns the bytes of a text in UTF-8. */
    public static long of(String text) {
        long size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            // A pair of surrogates is four bytes, two for each of its characters.
            size += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
        }
        return size;
    }
}
