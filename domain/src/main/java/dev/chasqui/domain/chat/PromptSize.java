package dev.chasqui.domain.chat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The size of a request's prompt as far as it can be told without a tokenizer. */
public final class PromptSize {
    /**
     * The tokens that a chat template may add beside those that the bytes of a request account for:
     * a default instruction, today's date, an explanation of tool calls.
     */
    public static final int TEMPLATE = 512;

    /** The bytes that count for a part that is not text: some 1,000 tokens of a text. */
    private static final int OTHER_PART = 4_000;

    /** The bytes that count for the marks around a message. */
    private static final int AROUND_MESSAGE = 16;

    private PromptSize() {}

    /**
     * Returns an upper bound of the tokens of a request's texts without decoding it, where that is
     * possible: no tokenizer makes more tokens of a text than it has bytes.
     */
    public static int mostTokens(ChatRequest request) {
        boolean asItCame =
                !request.edited().contains(ChatRequest.Field.MESSAGES)
                        && !request.edited().contains(ChatRequest.Field.TOOLS);
        int length = request.source().map(Source::length).orElse(0);
        return asItCame && length > 0 ? length : bytes(request);
    }

    /** Returns the bytes of what the model reads: messages and tools. */
    public static int bytes(ChatRequest request) {
        long sum = request.tools().stream().mapToLong(tool -> bytes(text(tool))).sum();
        for (Message message : request.messages()) {
            sum += bytes(message);
        }
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    /** Returns the bytes of what the model reads of a message. */
    public static int bytes(Message message) {
        long others =
                message.content().stream().filter(part -> !(part instanceof Part.Text)).count();
        long sum = AROUND_MESSAGE + bytes(text(message)) + others * OTHER_PART;
        return (int) Math.min(sum, Integer.MAX_VALUE);
    }

    /** Returns all text that the model reads of a request. */
    public static String text(ChatRequest request) {
        return Stream.concat(
                        request.tools().stream().map(PromptSize::text),
                        request.messages().stream().map(PromptSize::text))
                .collect(Collectors.joining("\n"));
    }

    /** Returns all text that the model reads of these messages. */
    public static String text(List<Message> messages) {
        return messages.stream().map(PromptSize::text).collect(Collectors.joining("\n"));
    }

    private static String text(Message message) {
        Stream<String> calls =
                message.toolCalls().stream().map(call -> call.name() + " " + call.arguments());
        return Stream.concat(Stream.of(message.text()), calls).collect(Collectors.joining("\n"));
    }

    private static String text(Tool tool) {
        return switch (tool) {
            case Tool.Function function ->
                    function.name()
                            + " "
                            + function.description().orElse("")
                            + function.parameters().map(Object::toString).orElse("");
            case Tool.Other other -> other.value().toString();
        };
    }

    /** Returns the length of a text in UTF-8; of half a surrogate pair, that of {@code ?}. */
    private static long bytes(String text) {
        long sum = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            sum += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
        }
        return sum;
    }
}
