package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.CitationMarks;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A writer of whole replies: {@code chat.completion}. */
final class OpenAiReplyWriter {
    private static final Json NULL = Json.Null.NULL;

    private OpenAiReplyWriter() {}

    /** Returns a reply written from its events alone. */
    static byte[] built(String model, ReplyHead head, WholeReply reply) {
        Json.Obj message =
                annotated(
                        content(
                                Json.Obj.EMPTY
                                        .with("role", Json.of(reply.role().name()))
                                        .with("content", NULL)
                                        .with("refusal", NULL),
                                reply),
                        reply);
        Json.Obj choice =
                Json.Obj.EMPTY
                        .with("index", Json.of(0))
                        .with("message", message)
                        .with("logprobs", OpenAiLogprobs.write(reply.logprobs()))
                        .with("finish_reason", finish(reply));
        Json.Obj body =
                Json.Obj.EMPTY
                        .with("id", Json.of(id(head)))
                        .with("object", Json.of("chat.completion"))
                        .with("created", Json.of(head.createdAt().getEpochSecond()))
                        .with("model", Json.of(model))
                        .with("choices", new Json.Arr(List.of(choice)));
        Json.Obj used = reply.usage().map(usage -> OpenAiUsage.put(body, usage)).orElse(body);
        return reply.sideChannels().addTo(used).toBytes();
    }

    /** Returns a backend's own reply with only the edited members changed. */
    static byte[] edited(byte[] original, WholeReply reply) {
        List<ReplyEvent> events = OpenAiReplyReader.whole("", original);
        WholeReply before = WholeReply.of(events);
        Json.Obj body = (Json.Obj) JsonReader.read(original);
        Json.Arr choices = (Json.Arr) body.get("choices").orElseThrow();
        Json.Obj choice = OpenAiReplyReader.choice(body).orElseThrow();
        Json.Obj message = choice.object("message");

        Json.Obj changed =
                choice.with("message", annotated(changed(message, before, reply), reply));
        if (!reply.logprobs().equals(before.logprobs())) {
            changed = changed.with("logprobs", OpenAiLogprobs.write(reply.logprobs()));
        }
        if (!reply.finish().equals(before.finish())) {
            changed = changed.with("finish_reason", finish(reply));
        }
        List<Json> items = new ArrayList<>(choices.items());
        items.set(items.indexOf(choice), changed);
        Json.Obj result = body.with("choices", new Json.Arr(items));
        Json.Obj used =
                reply.usage().equals(before.usage())
                        ? result
                        : reply.usage()
                                .map(usage -> OpenAiUsage.put(result, usage))
                                .orElse(result.without("usage"));
        return reply.sideChannels().addTo(used).toBytes();
    }

    private static Json.Obj annotated(Json.Obj message, WholeReply reply) {
        return reply.sideChannels().citations().isEmpty()
                ? message
                : OpenAiAnnotations.addTo(
                        message, reply.sideChannels(), CitationMarks.of(reply.text()));
    }

    private static Json.Obj changed(Json.Obj message, WholeReply before, WholeReply reply) {
        Json.Obj changed = message;
        if (!reply.text().equals(before.text())) {
            changed = withText(changed, before, reply);
        }
        if (!reply.reasoning().equals(before.reasoning())) {
            if (changed.members().get("content") instanceof Json.Arr parts) {
                changed = changed.with("content", OpenAiReplyParts.withoutReasoning(parts));
            }
            changed = changed.with(reasoningName(message), Json.of(reply.reasoning()));
        }
        if (!reply.toolCalls().equals(before.toolCalls())) {
            changed =
                    reply.toolCalls().isEmpty()
                            ? changed.without("tool_calls")
                            : changed.with("tool_calls", toolCalls(reply));
        }
        return changed;
    }

    /**
     * Returns the message with a new text. A refusal without content is the text: it stays in its
     * member, and added text becomes the content.
     */
    private static Json.Obj withText(Json.Obj message, WholeReply before, WholeReply reply) {
        if (message.members().get("content") instanceof Json.Arr parts) {
            return message.with("content", OpenAiReplyParts.withText(parts, reply.text()));
        }
        boolean refuses =
                !before.text().isEmpty()
                        && message.text("content").orElse("").isEmpty()
                        && message.text("refusal").equals(Optional.of(before.text()));
        if (!refuses) {
            return message.with("content", text(reply));
        }
        return reply.text().startsWith(before.text())
                ? message.with("content", Json.of(reply.text().substring(before.text().length())))
                : message.with("refusal", Json.of(reply.text()));
    }

    /** Returns the name of the reasoning member that the backend uses. */
    private static String reasoningName(Json.Obj message) {
        boolean brief =
                message.get("reasoning").isPresent() && message.get("reasoning_content").isEmpty();
        return brief ? "reasoning" : "reasoning_content";
    }

    private static Json.Obj content(Json.Obj message, WholeReply reply) {
        Json.Obj filled = message.with("content", text(reply));
        if (!reply.reasoning().isEmpty()) {
            filled = filled.with("reasoning_content", Json.of(reply.reasoning()));
        }
        return reply.toolCalls().isEmpty() ? filled : filled.with("tool_calls", toolCalls(reply));
    }

    private static Json text(WholeReply reply) {
        return reply.text().isEmpty() && !reply.toolCalls().isEmpty()
                ? NULL
                : Json.of(reply.text());
    }

    private static Json toolCalls(WholeReply reply) {
        List<Json> calls = new ArrayList<>();
        for (ToolCall call : reply.toolCalls()) {
            calls.add(
                    Json.Obj.EMPTY
                            .with("id", Json.of(call.id()))
                            .with("type", Json.of("function"))
                            .with("function", function(call.name(), call.arguments())));
        }
        return new Json.Arr(calls);
    }

    static Json.Obj function(String name, String arguments) {
        return Json.Obj.EMPTY.with("name", Json.of(name)).with("arguments", Json.of(arguments));
    }

    private static Json finish(WholeReply reply) {
        return Json.of(
                finish(reply.finish().orElse(FinishReason.STOP), !reply.toolCalls().isEmpty()));
    }

    /**
     * Returns a finish reason for OpenAI's clients: they run tools only if the reason names them,
     * and know no reasons for loaded models.
     */
    static String finish(FinishReason reason, boolean toolsCalled) {
        if (toolsCalled && reason.equals(FinishReason.STOP)) {
            return FinishReason.TOOL_CALLS.name();
        }
        boolean ollamaOnly = reason.equals(FinishReason.LOAD) || reason.equals(FinishReason.UNLOAD);
        return ollamaOnly ? FinishReason.STOP.name() : reason.name();
    }

    static String id(ReplyHead head) {
        return "chatcmpl-" + head.id();
    }
}
