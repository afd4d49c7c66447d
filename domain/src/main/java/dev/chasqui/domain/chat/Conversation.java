package dev.chasqui.domain.chat;

import dev.chasqui.domain.json.Json;

import java.util.List;
import java.util.Map;

/**
 * The decoded content of a request.
 *
 * @param messages in their order; a request in Ollama's prompt form has one user message, and a
 *     system message before it where the client gave one
 * @param tools the tools that the model may call
 * @param settings the settings for the reply
 * @param metadata the client's own labels ({@code metadata} of OpenAI's body)
 * @param extras top-level members that we do not know
 */
public record Conversation(
        List<Message> messages,
        List<Tool> tools,
        Settings settings,
        Map<String, String> metadata,
        Json.Obj extras) {

    public Conversation {
        messages = List.copyOf(messages);
        tools = List.copyOf(tools);
        metadata = Map.copyOf(metadata);
    }

    /** Makes a conversation of these messages, with default settings and nothing else. */
    public static Conversation of(List<Message> messages) {
        return new Conversation(messages, List.of(), Settings.DEFAULT, Map.of(), Json.Obj.EMPTY);
    }
}
