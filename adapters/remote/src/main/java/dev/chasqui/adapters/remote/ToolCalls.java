package dev.chasqui.adapters.remote;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.TreeMap;

/** The calls of tools in a whole reply, joined from their pieces. Used by one thread. */
final class ToolCalls {
    /** A call whose arguments still grow. */
    private record Call(ReplyEvent.ToolCallDelta first, StringBuilder arguments) {
        Json toJson() {
            return Json.Obj.EMPTY
                    .with("index", Json.of(first.index()))
                    .with("id", Json.of(first.id()))
                    .with(
                            "function",
                            Json.Obj.EMPTY
                                    .with("name", Json.of(first.name()))
                                    .with("arguments", Json.of(arguments.toString())));
        }
    }

    private final TreeMap<Integer, Call> calls = new TreeMap<>();

    /** Adds a piece: the first one of a call, or more of its arguments. */
    void add(ReplyEvent.ToolCallDelta piece) {
        calls.computeIfAbsent(piece.index(), _ -> new Call(piece, new StringBuilder()))
                .arguments()
                .append(piece.arguments());
    }

    /** Returns all calls by their indexes. */
    List<Json> all() {
        return calls.values().stream().map(Call::toJson).toList();
    }
}
