package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.json.Json;

import java.util.Optional;
import java.util.Set;

/**
 * A path that answers requests for chats or prompts, and the form of bodies there. Immutable.
 *
 * @param path the path below the server's address
 * @param messageMember the member of a reply that holds the content; empty if the reply itself
 *     holds it
 * @param textMember the member with the text, within that object
 * @param known the top-level members of a request that a conversation holds outside its extras
 */
record OllamaPath(
        String path, Optional<String> messageMember, String textMember, Set<String> known) {
    static final OllamaPath CHAT =
            new OllamaPath(
                    "/api/chat",
                    Optional.of("message"),
                    "content",
                    Set.of(
                            "model",
                            "stream",
                            "format",
                            "options",
                            "think",
                            "agents",
                            "messages",
                            "tools"));
    static final OllamaPath GENERATE =
            new OllamaPath(
                    "/api/generate",
                    Optional.empty(),
                    "response",
                    Set.of(
                            "model", "stream", "format", "options", "think", "agents", "prompt",
                            "system", "images"));

    static final OllamaPath EMBED =
            new OllamaPath("/api/embed", Optional.empty(), "embeddings", Set.of());
    static final OllamaPath EMBEDDINGS =
            new OllamaPath("/api/embeddings", Optional.empty(), "embedding", Set.of());

    OllamaPath {
        known = Set.copyOf(known);
    }

    /** Returns the member of a reply by which it differs from a reply of another path. */
    String ownMember() {
        return messageMember.orElse(textMember);
    }

    /** Returns true if a conversation holds the member of a request outside its extras. */
    boolean isConversationMember(String member) {
        return known.contains(member);
    }

    /** Returns a reply with another content; all other members stay. */
    Json.Obj withContent(Json.Obj reply, OllamaReplyWriter.MessageContent content) {
        if (messageMember.isEmpty()) {
            return content.in(reply, textMember);
        }
        Json.Obj message =
                reply.get(messageMember.get()).orElse(Json.Null.NULL) instanceof Json.Obj before
                        ? before
                        : Json.Obj.EMPTY.with("role", Json.of(content.role()));
        return reply.with(messageMember.get(), content.in(message, textMember));
    }
}
