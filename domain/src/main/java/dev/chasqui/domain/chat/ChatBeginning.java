package dev.chasqui.domain.chat;

import dev.chasqui.domain.text.Fingerprint;

import java.util.Optional;

/**
 * The beginning of a conversation, which its later requests have in common, as numbers. At most
 * {@link #MOST} characters of each text count, or bytes of each message where it is not decoded.
 * The numbers of a decoded conversation are others than those of its bytes: one whose requests are
 * decoded now and then, for an agent, counts as two.
 *
 * @param key the key that the client gives to requests with a common beginning ({@code
 *     prompt_cache_key}); empty if it gives none
 * @param opening a number for the instructions and the first message of the user; 0 if there is
 *     none
 * @param instructions a number for the instructions, if they are so long that a server gains by
 *     having read them before; otherwise 0
 */
public record ChatBeginning(Optional<String> key, long opening, long instructions) {
    /** The beginning of a request that has none. */
    public static final ChatBeginning NONE = new ChatBeginning(Optional.empty(), 0, 0);

    /** The most characters or bytes of a message that count. */
    public static final int MOST = 4_096;

    /** The length in characters or bytes from which instructions are long. */
    public static final int LONG = 2_048;

    /** Returns the beginning of a decoded conversation. */
    public static ChatBeginning of(Conversation conversation) {
        Optional<String> key = conversation.extras().text("prompt_cache_key");
        Fingerprint read = new Fingerprint();
        long instructions = 0;
        int length = 0;
        for (Message message : conversation.messages()) {
            String text = message.text();
            read.add(text.substring(0, Math.min(MOST, text.length())));
            if (message.role().equals(Role.USER)) {
                return new ChatBeginning(key, read.value(), instructions);
            }
            if (message.role().instructs()) {
                length += text.length();
                instructions = length >= LONG ? read.value() : 0;
            }
        }
        return new ChatBeginning(key, 0, instructions);
    }
}
