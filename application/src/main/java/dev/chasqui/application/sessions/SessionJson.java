package dev.chasqui.application.sessions;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Usage;
import dev.chasqui.domain.session.MessageJson;
import dev.chasqui.domain.session.SessionEntry;
import dev.chasqui.domain.session.SessionHead;
import dev.chasqui.domain.session.StoredTurn;
import dev.chasqui.domain.session.Summary;
import dev.chasqui.domain.session.Turn;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The JSON form of sessions for their users. Has no state. */
public final class SessionJson {
    private SessionJson() {}

    /** Returns what is known of a session without its turns. */
    public static Json.Obj head(SessionHead head) {
        return entry(head.entry())
                .with("system", text(head.system()))
                .with("summary", head.summary().map(SessionJson::summary).orElse(Json.Null.NULL));
    }

    /** Returns what a list says of a session. */
    public static Json.Obj entry(SessionEntry session) {
        return Json.Obj.EMPTY
                .with("session_id", Json.of(session.key().name()))
                .with("created", Json.of(session.created().toString()))
                .with("used", Json.of(session.used().toString()))
                .with("turns", Json.of(session.turns()))
                .with("messages", Json.of(session.messages()))
                .with("bytes", Json.of(session.bytes()));
    }

    private static Json summary(Summary summary) {
        return Json.Obj.EMPTY
                .with("text", Json.of(summary.text()))
                .with("model", Json.of(summary.model()))
                .with("at", Json.of(summary.at().toString()))
                .with("up_to_turn", Json.of(summary.upTo()));
    }

    private static Json text(Optional<String> text) {
        return text.map(Json::of).orElse(Json.Null.NULL);
    }

    /**
     * Returns the texts of turns as lines of two speakers.
     *
     * @param turns the turns, the newest first
     */
    public static Json.Obj plain(SessionHead head, List<StoredTurn> turns) {
        List<Json> lines = new ArrayList<>();
        for (StoredTurn stored : turns.reversed()) {
            stored.turn().asked().forEach(one -> add(lines, "User: ", one));
            stored.turn().answered().forEach(one -> add(lines, "Bot: ", one));
        }
        return Json.Obj.EMPTY
                .with("session_id", Json.of(head.key().name()))
                .with("messages", new Json.Arr(lines));
    }

    /** Adds a line; results of tools, and messages without text, are none. */
    private static void add(List<Json> lines, String speaker, Message message) {
        String text = message.text();
        boolean isOfTool = message.toolCallId().isPresent();
        if (!text.isEmpty() && !isOfTool) {
            lines.add(Json.of(speaker + text));
        }
    }

    /**
     * Returns turns with all that is stored of them.
     *
     * @param turns the turns, the newest first
     */
    public static Json.Obj full(SessionHead head, List<StoredTurn> turns) {
        List<Json> messages = new ArrayList<>();
        for (StoredTurn stored : turns.reversed()) {
            Turn turn = stored.turn();
            turn.asked().forEach(one -> messages.add(asked(stored, one)));
            turn.answered().forEach(one -> messages.add(answered(stored, one)));
        }
        boolean more = !turns.isEmpty() && turns.getLast().number() > 1;
        Json.Obj paged =
                head(head).with("messages", new Json.Arr(messages)).with("has_more", Json.of(more));
        return more ? paged.with("next_before", Json.of(turns.getLast().number())) : paged;
    }

    /** Returns a turn with all that is stored of it. */
    public static Json.Obj turn(StoredTurn stored) {
        Turn turn = stored.turn();
        Json.Obj json =
                Json.Obj.EMPTY
                        .with("turn", Json.of(stored.number()))
                        .with("at", Json.of(turn.at().toString()))
                        .with("model", Json.of(turn.model()))
                        .with("cut", Json.of(turn.cut()))
                        .with("asked", messages(turn.asked()))
                        .with("answered", messages(turn.answered()));
        return turn.usage().map(usage -> json.with("usage", usage(usage))).orElse(json);
    }

    private static Json messages(List<Message> messages) {
        return new Json.Arr(messages.stream().<Json>map(MessageJson::json).toList());
    }

    private static Json.Obj asked(StoredTurn stored, Message message) {
        return MessageJson.json(message)
                .with("text", Json.of(message.text()))
                .with("turn", Json.of(stored.number()))
                .with("at", Json.of(stored.turn().at().toString()));
    }

    private static Json.Obj answered(StoredTurn stored, Message message) {
        Json.Obj json =
                asked(stored, message)
                        .with("model", Json.of(stored.turn().model()))
                        .with("cut", Json.of(stored.turn().cut()));
        return stored.turn().usage().map(usage -> json.with("usage", usage(usage))).orElse(json);
    }

    private static Json usage(Usage usage) {
        return Json.Obj.EMPTY
                .with("prompt_tokens", Json.of(usage.promptTokens()))
                .with("completion_tokens", Json.of(usage.completionTokens()))
                .with("estimated", Json.of(usage.estimated()));
    }
}
