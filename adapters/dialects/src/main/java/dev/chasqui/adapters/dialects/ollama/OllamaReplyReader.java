package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.reply.Counts;
import dev.chasqui.adapters.dialects.reply.FrameDraft;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonKind;
import dev.chasqui.domain.json.reading.JsonNames;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A reader of the objects of one reply of {@code /api/chat} or {@code /api/generate}: the lines of
 * a stream, or the one body. It holds the state of the reply; used by one thread.
 *
 * <p>One object may hold several events: a line with {@code thinking} and {@code content}, or a
 * last line that also has tool calls. Its events share the frame.
 */
final class OllamaReplyReader {
    /** The members that are kept of an object; the others are only validated. */
    private static final JsonNames READ =
            JsonNames.of(
                    "message",
                    "role",
                    "response",
                    "thinking",
                    "tool_calls",
                    "done",
                    "done_reason",
                    "total_duration",
                    "load_duration",
                    "prompt_eval_count",
                    "prompt_eval_duration",
                    "eval_count",
                    "eval_duration",
                    "logprobs",
                    "error",
                    "object",
                    "detail",
                    "errors",
                    "code");

    private final String backend;
    private final Frame.Kind kind;
    private final JsonScanner scanner = new JsonScanner();
    private boolean opened;
    private boolean done;
    private int toolCalls;

    OllamaReplyReader(String backend, Frame.Kind kind) {
        this.backend = backend;
        this.kind = kind;
    }

    /** Returns true after the object with {@code done:true}. */
    boolean done() {
        return done;
    }

    /**
     * Returns the events of one object, at least one.
     *
     * @throws FailureException with {@code BackendFailed} if the bytes are not such an object, with
     *     {@code BackendBroke} if a line reports a failure of the backend
     */
    List<ReplyEvent> read(byte[] bytes) {
        Json.Obj object = object(bytes);
        if (ServerErrorReader.errorIn(object).isPresent()) {
            // The message may be in members that are not kept, so the whole object is read.
            ServerErrorReader.errorIn((Json.Obj) JsonReader.read(bytes))
                    .ifPresent(error -> fail(error.said()));
        }
        FrameDraft events = new FrameDraft();
        List<Json.Obj> logprobs = OllamaLogprobs.read(object.members().get("logprobs"));
        if (object.get("message").isPresent()) {
            readMessage(object(object, "message"), "content", logprobs, events);
        } else {
            readMessage(object, "response", logprobs, events);
        }
        if (object.get("done").equals(Optional.of(Json.of(true)))) {
            readEnd(object, events);
        }
        return events.framed(Dialect.OLLAMA, kind, bytes);
    }

    private Json.Obj object(byte[] bytes) {
        try {
            scanner.over(bytes);
            if (scanner.kind() == JsonKind.OBJECT) {
                Json.Obj object = JsonReader.members(scanner, READ);
                scanner.finish();
                return object;
            }
            scanner.skip();
            scanner.finish();
        } catch (FailureException e) {
            throw failed("it sent something that is not JSON: " + e.failure().message());
        }
        throw failed("it sent JSON that is not an object");
    }

    private void fail(Optional<String> said) {
        throw new FailureException(
                switch (kind) {
                    case CHUNK -> new Failure.BackendBroke(backend, "it sent an error", said);
                    case WHOLE ->
                            new Failure.BackendFailed(backend, "it answered with an error", said);
                });
    }

    private void readMessage(
            Json.Obj message, String textMember, List<Json.Obj> logprobs, FrameDraft events) {
        readRole(message, events);
        String thinking = text(message, "thinking");
        if (!thinking.isEmpty()) {
            events.add(frame -> new ReplyEvent.Reasoning(thinking, frame));
        }
        String text = text(message, textMember);
        if (!text.isEmpty() || !logprobs.isEmpty()) {
            events.add(frame -> new ReplyEvent.Text(text, logprobs, frame));
        }
        switch (message.get("tool_calls").orElse(Json.Null.NULL)) {
            case Json.Arr(List<Json> calls) -> calls.forEach(call -> readToolCall(call, events));
            case Json.Null ignored -> {}
            default -> throw failed("tool_calls of its reply is not an array");
        }
    }

    private void readRole(Json.Obj message, FrameDraft events) {
        if (!opened) {
            opened = true;
            Role role =
                    message.text("role")
                            .filter(name -> !name.isEmpty())
                            .map(Role::of)
                            .orElse(Role.ASSISTANT);
            events.add(frame -> new ReplyEvent.Opened(role, frame));
        }
    }

    private void readToolCall(Json call, FrameDraft events) {
        if (!(call instanceof Json.Obj object)) {
            throw failed("a tool call of its reply is not an object");
        }
        Json.Obj function = object(object, "function");
        String name = text(function, "name");
        // The position counts over the whole stream: Ollama's own index restarts in each line.
        int index = toolCalls++;
        // Older servers send no ids; a conversation with several rounds needs distinct ones.
        String id =
                object.text("id").filter(text -> !text.isEmpty()).orElseGet(ToolCallIds::random);
        String arguments =
                switch (function.get("arguments").orElse(Json.Obj.EMPTY)) {
                    case Json.Str(String text) -> text;
                    case Json.Null ignored -> "{}";
                    case Json value -> value.toString();
                };
        events.add(frame -> new ReplyEvent.ToolCallDelta(index, id, name, arguments, frame));
    }

    private void readEnd(Json.Obj object, FrameDraft events) {
        done = true;
        FinishReason reported =
                object.text("done_reason")
                        .filter(reason -> !reason.isEmpty())
                        .map(FinishReason::new)
                        .orElse(FinishReason.STOP);
        FinishReason reason =
                toolCalls > 0 && reported.equals(FinishReason.STOP)
                        ? FinishReason.TOOL_CALLS
                        : reported;
        events.add(frame -> new ReplyEvent.Finish(reason, frame));
        if (object.get("eval_count").isPresent() || object.get("total_duration").isPresent()) {
            Usage usage = usage(object);
            events.add(frame -> new ReplyEvent.UsageReport(usage, frame));
        }
    }

    private static Usage usage(Json.Obj object) {
        return new Usage(
                Counts.count(object, "prompt_eval_count").orElse(0),
                Counts.count(object, "eval_count").orElse(0),
                OptionalLong.empty(),
                OptionalLong.empty(),
                new Timings(
                        Counts.time(object, "total_duration", 1),
                        Counts.time(object, "load_duration", 1),
                        Counts.time(object, "prompt_eval_duration", 1),
                        Counts.time(object, "eval_duration", 1)),
                false);
    }

    private String text(Json.Obj object, String name) {
        return switch (object.get(name).orElse(Json.Null.NULL)) {
            case Json.Str(String text) -> text;
            case Json.Null ignored -> "";
            default -> throw failed(name + " of its reply is not a string");
        };
    }

    private Json.Obj object(Json.Obj object, String name) {
        if (object.get(name).orElse(Json.Null.NULL) instanceof Json.Obj member) {
            return member;
        }
        throw failed(name + " of its reply is not an object");
    }

    private FailureException failed(String why) {
        return new FailureException(new Failure.BackendFailed(backend, why));
    }
}
