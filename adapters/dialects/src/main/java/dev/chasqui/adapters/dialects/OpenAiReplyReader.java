package dev.chasqui.adapters.dialects;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;
import java.util.Optional;

/**
 * Reads what whole replies and chunks of streams have in common: the choice of index 0, and the
 * text, reasoning and tool calls of a message or a delta. Other choices have no meaning to us.
 */
final class OpenAiReplyReader {
    private OpenAiReplyReader() {}

    /**
     * The JSON object that a backend sent.
     *
     * @throws FailureException with {@code BackendFailed} if it is none
     */
    static Json.Obj object(String backend, byte[] text) {
        Json value;
        try {
            value = JsonReader.read(text);
        } catch (FailureException e) {
            throw failed(backend, "its answer is no chat reply: " + e.failure().message());
        }
        if (value instanceof Json.Obj object) {
            return object;
        }
        throw failed(backend, "its answer is no chat reply: expected a JSON object");
    }

    /**
     * The events of a whole reply.
     *
     * @throws FailureException with {@code BackendFailed} if it is none
     */
    static List<ReplyEvent> whole(String backend, byte[] body) {
        Json.Obj reply = object(backend, body);
        OpenAiErrorReader.errorIn(reply)
                .ifPresent(
                        error -> {
                            throw new FailureException(
                                    new Failure.BackendFailed(
                                            backend, "it answered with an error", error.said()));
                        });
        Json.Obj choice =
                choice(reply)
                        .orElseThrow(() -> failed(backend, "its answer holds no choice to read"));
        Json.Obj message = object(choice, "message");
        FrameDraft draft = new FrameDraft();
        Role role = Role.of(message.text("role").orElse(Role.ASSISTANT.name()));
        draft.add(frame -> new ReplyEvent.Opened(role, frame));
        addContent(message, draft);
        FinishReason reason = finish(choice).orElse(FinishReason.STOP);
        draft.add(frame -> new ReplyEvent.Finish(reason, frame));
        OpenAiUsage.reported(reply)
                .or(() -> OpenAiUsage.measured(reply))
                .ifPresent(usage -> draft.add(frame -> new ReplyEvent.UsageReport(usage, frame)));
        return draft.framed(Dialect.OPENAI, Frame.Kind.WHOLE, body);
    }

    /** The choice of index 0; one that does not say its index counts by its place. */
    static Optional<Json.Obj> choice(Json.Obj reply) {
        if (!(reply.members().get("choices") instanceof Json.Arr(List<Json> choices))) {
            return Optional.empty();
        }
        for (int i = 0; i < choices.size(); i++) {
            if (choices.get(i) instanceof Json.Obj choice && index(choice, i) == 0) {
                return Optional.of(choice);
            }
        }
        return Optional.empty();
    }

    /** Why the choice ended; empty if it has not, which some say with an empty string. */
    static Optional<FinishReason> finish(Json.Obj choice) {
        return choice.text("finish_reason")
                .filter(reason -> !reason.isEmpty())
                .map(FinishReason::new);
    }

    /** Adds the reasoning, the text and the tool calls of a message or delta, in this order. */
    static void addContent(Json.Obj message, FrameDraft draft) {
        reasoning(message)
                .ifPresent(text -> draft.add(frame -> new ReplyEvent.Reasoning(text, frame)));
        nonEmpty(message, "content")
                .ifPresent(text -> draft.add(frame -> new ReplyEvent.Text(text, frame)));
        if (message.members().get("tool_calls") instanceof Json.Arr(List<Json> calls)) {
            for (int i = 0; i < calls.size(); i++) {
                if (calls.get(i) instanceof Json.Obj call) {
                    addToolCall(call, i, draft);
                }
            }
        }
    }

    private static void addToolCall(Json.Obj call, int place, FrameDraft draft) {
        Json.Obj function = object(call, "function");
        int index = index(call, place);
        String id = call.text("id").orElse("");
        String name = function.text("name").orElse("");
        String arguments = arguments(function);
        draft.add(frame -> new ReplyEvent.ToolCallDelta(index, id, name, arguments, frame));
    }

    /** Arguments are text by OpenAI's rule; some servers send the object itself. */
    private static String arguments(Json.Obj function) {
        return switch (function.members().get("arguments")) {
            case Json.Str(String text) -> text;
            case Json.Obj object -> object.toString();
            case null, default -> "";
        };
    }

    private static Optional<String> reasoning(Json.Obj message) {
        return nonEmpty(message, "reasoning_content").or(() -> nonEmpty(message, "reasoning"));
    }

    private static Optional<String> nonEmpty(Json.Obj object, String name) {
        return object.text(name).filter(text -> !text.isEmpty());
    }

    /** A member that is an object; an empty one where it is missing or something else. */
    static Json.Obj object(Json.Obj parent, String name) {
        return parent.members().get(name) instanceof Json.Obj object ? object : Json.Obj.EMPTY;
    }

    private static int index(Json.Obj object, int place) {
        return object.members().get("index") instanceof Json.Num number
                ? (int) number.longValue()
                : place;
    }

    private static FailureException failed(String backend, String why) {
        return new FailureException(new Failure.BackendFailed(backend, why));
    }
}
