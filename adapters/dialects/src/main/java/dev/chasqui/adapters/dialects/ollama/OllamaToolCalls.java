package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.request.ToolArguments;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/** A writer of tool calls in Ollama's form: whole, with their arguments as an object. */
final class OllamaToolCalls {
    private OllamaToolCalls() {}

    /**
     * Returns the calls of a reply.
     *
     * @param backend the backend that replied
     * @throws FailureException with {@code BackendBroke} if the arguments of one are not an object:
     *     this dialect cannot express them, and an empty object would be wrong
     */
    static List<Json> ofReply(String backend, List<ToolCall> calls) {
        return write(
                calls,
                (index, call) ->
                        new Failure.BackendBroke(
                                backend,
                                "the arguments of its call of the tool '"
                                        + call.name()
                                        + "' are not a JSON object"));
    }

    /**
     * Returns the calls of a message in a request.
     *
     * @param path the path of the calls in the request
     * @throws FailureException with {@code Invalid} if the arguments of one are not an object
     */
    static List<Json> ofMessage(String path, List<ToolCall> calls) {
        return write(
                calls,
                (index, call) -> {
                    String at = path + "[" + index + "].function.arguments";
                    return new Failure.Invalid(
                            at, at + ": not a JSON object (expected: a JSON object as text)");
                });
    }

    /** Returns true if a call has all of its arguments. */
    static boolean isWhole(ToolCall call) {
        return !call.arguments().isBlank() && ToolArguments.object(call.arguments()).isPresent();
    }

    private static List<Json> write(
            List<ToolCall> calls, BiFunction<Integer, ToolCall, Failure> noObject) {
        List<Json> written = new ArrayList<>();
        for (ToolCall call : calls) {
            int index = written.size();
            Json.Obj arguments =
                    ToolArguments.object(call.arguments())
                            .orElseThrow(() -> new FailureException(noObject.apply(index, call)));
            Json.Obj function =
                    Json.Obj.EMPTY
                            .with("index", Json.of(index))
                            .with("name", Json.of(call.name()))
                            .with("arguments", arguments);
            Json.Obj named =
                    call.id().isEmpty()
                            ? Json.Obj.EMPTY
                            : Json.Obj.EMPTY.with("id", Json.of(call.id()));
            written.add(named.with("function", function));
        }
        return written;
    }
}
