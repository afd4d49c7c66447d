package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * Puts the pieces of tool calls together, since Ollama's clients want each call whole, with its
 * arguments as an object.
 */
final class OllamaToolCalls {
    private final String model;
    private final Map<Integer, Pieces> calls = new TreeMap<>();

    OllamaToolCalls(String model) {
        this.model = model;
    }

    void add(ReplyEvent.ToolCallDelta delta) {
        calls.computeIfAbsent(delta.index(), ignored -> new Pieces()).add(delta);
    }

    /**
     * The calls gathered since the last time, in Ollama's form.
     *
     * @throws FailureException with {@code BackendBroke} if the arguments of one are no object:
     *     there is no way to say that in this dialect, and an empty object would be a lie
     */
    List<Json> take() {
        List<Json> whole = new ArrayList<>();
        calls.forEach((index, pieces) -> whole.add(call(index, pieces)));
        calls.clear();
        return whole;
    }

    private Json call(int index, Pieces pieces) {
        SequencedMap<String, Json> function = new LinkedHashMap<>();
        function.put("index", Json.of(index));
        function.put("name", Json.of(pieces.name.toString()));
        function.put("arguments", arguments(pieces));
        SequencedMap<String, Json> call = new LinkedHashMap<>();
        if (!pieces.id.isEmpty()) {
            call.put("id", Json.of(pieces.id));
        }
        call.put("function", new Json.Obj(function));
        return new Json.Obj(call);
    }

    private Json arguments(Pieces pieces) {
        String text = pieces.arguments.toString();
        if (text.isBlank()) {
            return Json.Obj.EMPTY;
        }
        try {
            if (JsonReader.read(text.getBytes(StandardCharsets.UTF_8)) instanceof Json.Obj object) {
                return object;
            }
        } catch (FailureException e) {
            throw broken(pieces, e);
        }
        throw broken(pieces, null);
    }

    private FailureException broken(
            Pieces pieces, @org.jspecify.annotations.Nullable Throwable cause) {
        return new FailureException(
                new Failure.BackendBroke(
                        "of " + model,
                        "the arguments of its call of the tool '"
                                + pieces.name
                                + "' are not a JSON object"),
                cause);
    }

    private static final class Pieces {
        private String id = "";
        private final StringBuilder name = new StringBuilder();
        private final StringBuilder arguments = new StringBuilder();

        void add(ReplyEvent.ToolCallDelta delta) {
            if (id.isEmpty()) {
                id = delta.id();
            }
            if (name.isEmpty()) {
                name.append(delta.name());
            }
            arguments.append(delta.arguments());
        }
    }
}
