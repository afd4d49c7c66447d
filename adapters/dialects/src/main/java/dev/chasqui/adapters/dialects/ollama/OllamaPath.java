package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.domain.json.Json;

import java.util.Optional;
import java.util.Set;

/** The path that a request for an answer is sent to, and how bodies look there. */
enum OllamaPath {
    CHAT(
            "/api/chat",
            Optional.of("message"),
            "content",
            Set.of("model", "stream", "format", "options", "think", "agents", "messages", "tools")),
    GENERATE(
            "/api/generate",
            Optional.empty(),
            "response",
            Set.of(
                    "model", "stream", "format", "options", "think", "agents", "prompt", "system",
                    "images"));

    private final String path;
    private final Optional<String> speaker;
    private final String textMember;
    private final Set<String> known;

    /**
     * @param speaker the member whose object says something in a reply; empty where the reply
     *     itself does
     * @param textMember the member of that object with the text
     * @param known the top-level members of a request that a conversation has another place for
     *     than its extras
     */
    OllamaPath(String path, Optional<String> speaker, String textMember, Set<String> known) {
        this.path = path;
        this.speaker = speaker;
        this.textMember = textMember;
        this.known = known;
    }

    String path() {
        return path;
    }

    /** The name of the member with the text of a reply. */
    String textMember() {
        return textMember;
    }

    /** The member of a reply by which it differs from a reply of another path. */
    String ownMember() {
        return speaker.orElse(textMember);
    }

    /** The top-level members of a request that a conversation has another place for. */
    Set<String> known() {
        return known;
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
