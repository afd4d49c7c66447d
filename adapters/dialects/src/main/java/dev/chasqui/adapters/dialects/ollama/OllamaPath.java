package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.json.Json;

import java.util.Optional;
import java.util.Set;

/**
 * The path that a request for an answer is sent to, and how bodies look there.
 *
 * @param path below the address of the server
 * @param speaker the member whose object says something in a reply; empty where the reply itself
 *     does
 * @param textMember the member of that object with the text
 * @param known the top-level members of a request that a conversation has another place for than
 *     its extras
 */
record OllamaPath(String path, Optional<String> speaker, String textMember, Set<String> known) {
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

    OllamaPath {
        known = Set.copyOf(known);
    }

    /** The member of a reply by which it differs from a reply of another path. */
    String ownMember() {
        return speaker.orElse(textMember);
    }

    /** Whether a request may have a member of this name that a conversation has a place for. */
    boolean knows(String member) {
        return known.contains(member);
    }

    /** A reply with something else said in it; all else in it stays. */
    Json.Obj saying(Json.Obj reply, OllamaReplyWriter.Said said) {
        if (speaker.isEmpty()) {
            return said.in(reply, textMember);
        }
        Json.Obj speaking =
                reply.get(speaker.get()).orElse(Json.Null.NULL) instanceof Json.Obj before
                        ? before
                        : Json.Obj.EMPTY.with("role", Json.of(said.role()));
        return reply.with(speaker.get(), said.in(speaking, textMember));
    }
}
