package dev.chasqui.adapters.skills;

import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One turn of the model in a {@link ToolLoop}. Used by one thread. */
final class ToolRound {
    /** The most characters of the arguments of one call; more are a broken model's. */
    private static final int MOST_ARGUMENTS = 16 << 10;

    private final StringBuilder said = new StringBuilder();
    private final Map<Integer, OwnCall> own = new TreeMap<>();
    private final Map<Integer, Integer> foreign = new HashMap<>();
    private final List<ReplyEvent> finishes = new ArrayList<>();
    private Optional<Usage> used = Optional.empty();

    /** A call of an own tool whose arguments still come. */
    private record OwnCall(String id, String name, StringBuilder arguments) {}

    /** Returns the text that the model has said. */
    StringBuilder said() {
        return said;
    }

    /** Returns the events of the end. */
    List<ReplyEvent> finishes() {
        return finishes;
    }

    void used(Usage usage) {
        used = Optional.of(usage);
    }

    Optional<Usage> used() {
        return used;
    }

    boolean hasOwn() {
        return !own.isEmpty();
    }

    /** Returns true if the model called own tools and no other. */
    boolean isOwnAlone() {
        return !own.isEmpty() && foreign.isEmpty();
    }

    /** Takes a piece of a call; returns it if it is the client's, with the number it has there. */
    Optional<ReplyEvent> call(ReplyEvent.ToolCallDelta piece, OwnTools tools) {
        OwnCall known = own.get(piece.index());
        if (known == null && !foreign.containsKey(piece.index()) && tools.has(piece.name())) {
            String id = piece.id().isEmpty() ? "call_" + (own.size() + 1) : piece.id();
            known = new OwnCall(id, piece.name(), new StringBuilder());
            own.put(piece.index(), known);
        }
        if (known != null) {
            if (known.arguments().length() <= MOST_ARGUMENTS) {
                known.arguments().append(piece.arguments());
            }
            return Optional.empty();
        }
        int number = foreign.computeIfAbsent(piece.index(), _ -> foreign.size());
        return Optional.of(
                number == piece.index()
                        ? piece
                        : new ReplyEvent.ToolCallDelta(
                                number, piece.id(), piece.name(), piece.arguments()));
    }

    /**
     * Returns the model's turn and the answers to its calls as messages.
     *
     * @param last true if the model may call no more
     */
    List<Message> messages(OwnTools tools, boolean last) {
        List<ToolCall> calls = new ArrayList<>();
        List<Message> answers = new ArrayList<>();
        for (OwnCall call : own.values()) {
            String arguments = call.arguments().toString();
            calls.add(new ToolCall(call.id(), call.name(), arguments));
            answers.add(
                    answer(
                            call,
                            last
                                    ? "error: no more calls; answer with what you have"
                                    : tools.answer(call.name(), arguments)));
        }
        List<Message> messages = new ArrayList<>();
        messages.add(
                new Message(
                        Role.ASSISTANT,
                        said.isEmpty() ? List.of() : List.of(new Part.Text(said.toString())),
                        Optional.empty(),
                        calls,
                        Optional.empty(),
                        Optional.empty(),
                        Json.Obj.EMPTY,
                        Optional.empty()));
        messages.addAll(answers);
        return messages;
    }

    private static Message answer(OwnCall call, String text) {
        return new Message(
                Role.TOOL,
                List.of(new Part.Text(text)),
                Optional.empty(),
                List.of(),
                Optional.of(call.id()),
                Optional.of(call.name()),
                Json.Obj.EMPTY,
                Optional.empty());
    }
}
