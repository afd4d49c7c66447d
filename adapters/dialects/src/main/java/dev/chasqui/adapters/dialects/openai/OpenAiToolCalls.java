package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.FrameDraft;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The assignment of pieces in a stream to their tool calls. Used by one thread.
 *
 * <p>By OpenAI's rule each piece has the index of its call. Some servers send no index and each
 * call whole, with an id of its own (Gemini); others send the same index for all calls. So a new id
 * with a name begins a call, and a piece without index, id and name continues the last ones.
 */
final class OpenAiToolCalls {
    private static final String FUNCTION = "function";

    private final List<BegunCall> calls = new ArrayList<>();

    /** The present call of an index as the server sends it. */
    private final Map<Integer, BegunCall> byReportedIndex = new HashMap<>();

    private final Map<String, BegunCall> byId = new HashMap<>();
    private final Set<Integer> taken = new HashSet<>();

    /** An index above all that are taken. */
    private int next;

    /** A call that has begun; its id may come later. */
    private static final class BegunCall {
        private final int index;
        private String id = "";

        private BegunCall(int index) {
            this.index = index;
        }
    }

    /** A call in a reply, or a piece of one. */
    private record CallPiece(@Nullable Integer index, String id, String name, String arguments) {
        static CallPiece of(Json.Obj call) {
            Json.Obj function = call.object(FUNCTION);
            return new CallPiece(
                    call.members().get("index") instanceof Json.Num number
                            ? (int) number.longValue()
                            : null,
                    call.text("id").orElse(""),
                    function.text("name").orElse(""),
                    OpenAiToolCalls.arguments(function));
        }

        boolean isNameless() {
            return index == null && id.isEmpty() && name.isEmpty();
        }

        ReplyEvent.ToolCallDelta event(int at, Frame frame) {
            return new ReplyEvent.ToolCallDelta(at, id, name, arguments, frame);
        }
    }

    /** Adds the calls of a whole reply. Each is a call of its own, whatever its index. */
    static void addWhole(Json toolCalls, FrameDraft draft) {
        List<CallPiece> pieces = pieces(toolCalls);
        for (int i = 0; i < pieces.size(); i++) {
            CallPiece piece = pieces.get(i);
            int index = i;
            draft.add(frame -> piece.event(index, frame));
        }
    }

    /** Adds the pieces of calls in a chunk. */
    void add(Json toolCalls, FrameDraft draft) {
        if (toolCalls == Json.Null.NULL) {
            return;
        }
        List<CallPiece> pieces = pieces(toolCalls);
        int nameless = (int) pieces.stream().filter(CallPiece::isNameless).count();
        for (CallPiece piece : pieces) {
            int index = (piece.isNameless() ? fromLast(nameless--) : call(piece)).index;
            draft.add(frame -> piece.event(index, frame));
        }
    }

    private static List<CallPiece> pieces(Json toolCalls) {
        List<CallPiece> pieces = new ArrayList<>();
        if (toolCalls instanceof Json.Arr(List<Json> items)) {
            for (Json item : items) {
                if (item instanceof Json.Obj call) {
                    pieces.add(CallPiece.of(call));
                }
            }
        }
        return pieces;
    }

    private BegunCall fromLast(int distance) {
        return calls.isEmpty() ? begun(0, "") : calls.get(Math.max(0, calls.size() - distance));
    }

    private BegunCall call(CallPiece piece) {
        Integer reported = piece.index();
        if (reported == null) {
            BegunCall known = byId.get(piece.id());
            return known == null ? begun(next, piece.id()) : known;
        }
        BegunCall known = byReportedIndex.get(reported);
        if (known == null || isAnother(piece, known)) {
            known = begun(taken.contains(reported) ? next : reported, piece.id());
            byReportedIndex.put(reported, known);
        } else if (known.id.isEmpty()) {
            identify(known, piece.id());
        }
        return known;
    }

    private static boolean isAnother(CallPiece piece, BegunCall known) {
        return !piece.name().isEmpty()
                && !piece.id().isEmpty()
                && !known.id.isEmpty()
                && !piece.id().equals(known.id);
    }

    private BegunCall begun(int index, String id) {
        BegunCall call = new BegunCall(index);
        calls.add(call);
        taken.add(index);
        next = Math.max(next, index + 1);
        identify(call, id);
        return call;
    }

    private void identify(BegunCall call, String id) {
        call.id = id;
        if (!id.isEmpty()) {
            byId.put(id, call);
        }
    }

    /**
     * Returns the arguments. By OpenAI's rule they are a text; some servers send the object itself.
     */
    private static String arguments(Json.Obj function) {
        return switch (function.members().get("arguments")) {
            case Json.Str(String text) -> text;
            case Json.Obj object -> object.toString();
            case null, default -> "";
        };
    }
}
