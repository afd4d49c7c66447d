package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.JsonTemplate;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.domain.json.Json;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A writer of the events of a stream. The frequent deltas are filled into templates, which are
 * kept. Used by one thread.
 */
final class AnthropicEvents {
    static final String MESSAGE_START = "message_start";
    static final String MESSAGE_DELTA = "message_delta";
    static final String MESSAGE_STOP = "message_stop";
    static final String BLOCK_START = "content_block_start";
    static final String BLOCK_DELTA = "content_block_delta";
    static final String BLOCK_STOP = "content_block_stop";
    static final String PING = "ping";
    private static final String TYPE = "type";

    /** The templates of deltas with one text, by the delta's type and the block's index. */
    private final Map<String, JsonTemplate> deltas = new HashMap<>();

    /** Returns an event of a type with members. */
    static byte[] event(String type, Json.Obj members) {
        return Sse.event(
                type, Json.Obj.EMPTY.with(TYPE, Json.of(type)).withAll(members).toString());
    }

    static byte[] messageStart(String model, ReplyHead head) {
        Json.Obj message =
                AnthropicReplyWriter.head(model, head)
                        .with("content", Json.Arr.EMPTY)
                        .with("stop_reason", Json.Null.NULL)
                        .with("stop_sequence", Json.Null.NULL)
                        .with("usage", AnthropicUsage.write(Optional.empty()));
        return event(MESSAGE_START, Json.Obj.EMPTY.with("message", message));
    }

    static byte[] blockStart(int index, Json.Obj block) {
        return event(
                BLOCK_START,
                Json.Obj.EMPTY.with("index", Json.of(index)).with("content_block", block));
    }

    /**
     * Returns the event for a piece of a block.
     *
     * @param index the index of the block
     * @param type the type of the delta, such as {@code text_delta}
     * @param member the member that holds the text
     * @param text the piece
     */
    byte[] blockDelta(int index, String type, String member, String text) {
        return deltas.computeIfAbsent(type + index, _ -> template(index, type, member)).fill(text);
    }

    private static JsonTemplate template(int index, String type, String member) {
        Json.Obj delta = Json.Obj.EMPTY.with(TYPE, Json.of(type)).with(member, Json.of(""));
        Json.Obj event =
                Json.Obj.EMPTY
                        .with(TYPE, Json.of(BLOCK_DELTA))
                        .with("index", Json.of(index))
                        .with("delta", delta);
        return JsonTemplate.of("event: " + BLOCK_DELTA + "\n" + Sse.text(event.toString()), member);
    }

    static byte[] blockStop(int index) {
        return event(BLOCK_STOP, Json.Obj.EMPTY.with("index", Json.of(index)));
    }

    /**
     * Returns a ping.
     *
     * @param data the data for programs; may be empty
     */
    static byte[] ping(Json.Obj data) {
        return event(PING, data.isEmpty() ? data : Json.Obj.EMPTY.with("chasqui", data));
    }
}
