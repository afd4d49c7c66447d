package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.reply.JsonTemplate;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.domain.chat.ChatRequest;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Supplier;

/**
 * A writer of the objects of a reply to an Ollama client. Immutable.
 *
 * @param path the path of the request: {@code /api/chat} has a {@code message}, {@code
 *     /api/generate} a {@code response}
 * @param model the name as the client sent it
 * @param contextAtEnd true if the last object has a {@code context}. Ours is empty, since only an
 *     Ollama could continue from one, but clients of {@code /api/generate} want the array
 * @param backend returns the name of the backend that replied
 */
record OllamaReplyWriter(
        OllamaPath path, String model, boolean contextAtEnd, Supplier<Optional<String>> backend) {

    /** The content of one object. */
    record MessageContent(
            String role,
            String text,
            List<Json.Obj> logprobs,
            String thinking,
            List<Json> toolCalls) {
        static MessageContent text(String role, String text) {
            return text(role, text, List.of());
        }

        static MessageContent text(String role, String text, List<Json.Obj> logprobs) {
            return new MessageContent(role, text, logprobs, "", List.of());
        }

        static MessageContent thinking(String role, String thinking) {
            return new MessageContent(role, "", List.of(), thinking, List.of());
        }

        static MessageContent toolCalls(String role, List<Json> toolCalls) {
            return new MessageContent(role, "", List.of(), "", toolCalls);
        }

        /** Returns the object with this content instead of its own; all other members stay. */
        Json.Obj in(Json.Obj message, String textMember) {
            Json.Obj changed = message.with(textMember, Json.of(text));
            changed =
                    thinking.isEmpty()
                            ? changed.without("thinking")
                            : changed.with("thinking", Json.of(thinking));
            return toolCalls.isEmpty()
                    ? changed.without("tool_calls")
                    : changed.with("tool_calls", new Json.Arr(toolCalls));
        }
    }

    static OllamaReplyWriter of(OllamaPath path, ChatRequest request, ReplyHead head) {
        return new OllamaReplyWriter(
                path,
                request.model(),
                path.equals(OllamaPath.GENERATE) && request.form() != ChatRequest.Form.RAW,
                head.backend());
    }

    /**
     * Returns the model's tool calls. If the limit of tokens ended the reply, a call that it cut
     * off is left out.
     *
     * @throws dev.chasqui.domain.failure.FailureException as {@link OllamaToolCalls#ofReply} does
     */
    List<Json> toolCalls(List<ToolCall> calls, FinishReason reason) {
        List<ToolCall> whole =
                reason.equals(FinishReason.LENGTH)
                        ? calls.stream().filter(OllamaToolCalls::isWhole).toList()
                        : calls;
        return OllamaToolCalls.ofReply(backend.get().orElse(model), whole);
    }

    /** Returns an object before the end of a stream. */
    Json.Obj piece(String createdAt, MessageContent content) {
        Json.Obj piece = withContent(head(createdAt), content).with("done", Json.of(false));
        return withLogprobs(piece, content.logprobs());
    }

    /** Returns the object with these log probabilities and no others. */
    static Json.Obj withLogprobs(Json.Obj object, List<Json.Obj> logprobs) {
        return logprobs.isEmpty()
                ? object.without("logprobs")
                : object.with("logprobs", OllamaLogprobs.write(logprobs));
    }

    /**
     * Returns the template of lines with a single text, to be filled with the time and the text.
     */
    JsonTemplate textPieces(String role) {
        return JsonTemplate.of(
                piece("", MessageContent.text(role, "")) + "\n", "created_at", path.textMember());
    }

    /** Returns the last object of a stream, or the only one of a whole reply. */
    Json.Obj last(
            Instant createdAt,
            MessageContent content,
            FinishReason reason,
            Optional<Usage> usage,
            Timings measured) {
        SequencedMap<String, Json> members =
                new LinkedHashMap<>(withContent(head(createdAt.toString()), content).members());
        members.put("done", Json.of(true));
        members.put("done_reason", Json.of(doneReason(reason)));
        if (!isLoading(reason)) {
            if (contextAtEnd) {
                members.put("context", Json.Arr.EMPTY);
            }
            putUsage(members, usage.orElse(Usage.of(0, 0)), measured);
        }
        return withLogprobs(new Json.Obj(members), content.logprobs());
    }

    /** Returns the object with another content; all other members stay. */
    Json.Obj withContent(Json.Obj object, MessageContent content) {
        return path.withContent(object, content);
    }

    private Json.Obj head(String createdAt) {
        return Json.Obj.EMPTY.with("model", Json.of(model)).with("created_at", Json.of(createdAt));
    }

    private static void putUsage(
            SequencedMap<String, Json> members, Usage usage, Timings measured) {
        Timings timings = usage.timings().equals(Timings.UNKNOWN) ? measured : usage.timings();
        members.put("total_duration", nanos(timings.total()));
        members.put("load_duration", nanos(timings.load()));
        members.put("prompt_eval_count", Json.of(usage.promptTokens()));
        members.put("prompt_eval_duration", nanos(timings.prompt()));
        members.put("eval_count", Json.of(usage.completionTokens()));
        members.put("eval_duration", nanos(timings.completion()));
    }

    /**
     * Returns Ollama's name of a finish reason. It has none for tool calls: its clients look at the
     * calls themselves.
     */
    static String doneReason(FinishReason reason) {
        return reason.equals(FinishReason.TOOL_CALLS) ? FinishReason.STOP.name() : reason.name();
    }

    private static boolean isLoading(FinishReason reason) {
        return reason.equals(FinishReason.LOAD) || reason.equals(FinishReason.UNLOAD);
    }

    /** Returns a duration in nanoseconds, at least 1, since clients divide by it. */
    private static Json nanos(Duration duration) {
        return Json.of(Math.max(1, duration.toNanos()));
    }
}
