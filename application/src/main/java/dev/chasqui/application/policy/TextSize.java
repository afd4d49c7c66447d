package dev.chasqui.application.policy;

import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.Message;

/** The size of a request's text. */
public final class TextSize {
    private TextSize() {}

    /**
     * Returns the bytes in UTF-8 of the texts of a chat: its messages and the arguments of their
     * tool calls. Decodes the conversation.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} if it cannot be
     *     decoded
     */
    public static long of(ChatRequest request) {
        long size = 0;
        for (Message message : request.messages()) {
            size += of(message.text());
            size += message.toolCalls().stream().mapToLong(call -> of(call.arguments())).sum();
        }
        return size;
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
