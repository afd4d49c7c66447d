package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.FrameDraft;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.server.JsonMembers;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.List;

/** A reader of whole replies. */
final class AnthropicReplyReader {
    private AnthropicReplyReader() {}

    /**
     * Returns the events of a whole reply.
     *
     * @throws FailureException with {@code BackendFailed} if the body is not a message
     */
    static List<ReplyEvent> whole(String backend, byte[] body) {
        Json.Obj message = object(backend, body, 0, body.length);
        if (!message.text("type").orElse("").equals("message")) {
            ServerErrorReader.errorIn(message)
                    .ifPresent(
                            error -> {
                                throw new FailureException(
                                        new Failure.BackendFailed(
                                                backend,
                                                "it answered with an error",
                                                error.said()));
                            });
            throw new FailureException(
                    new Failure.BackendFailed(backend, "its answer is not a message"));
        }
        FrameDraft draft = new FrameDraft();
        draft.add(frame -> new ReplyEvent.Opened(Role.ASSISTANT, frame));
        int calls = 0;
        for (Json.Obj block : JsonMembers.objects(message, "content").toList()) {
            if (block.text("type").orElse("").equals("tool_use")) {
                add(draft, block, calls++);
            } else {
                add(draft, block);
            }
        }
        ReplyEvent.Finish finish =
                AnthropicStops.read(message)
                        .orElseGet(() -> new ReplyEvent.Finish(FinishReason.STOP));
        draft.add(frame -> new ReplyEvent.Finish(finish.reason(), finish.stopSequence(), frame));
        AnthropicUsage.read(message.get("usage").orElse(Json.Null.NULL))
                .ifPresent(usage -> draft.add(frame -> new ReplyEvent.UsageReport(usage, frame)));
        return draft.framed(Dialect.ANTHROPIC, Frame.Kind.WHOLE, body);
    }

    private static void add(FrameDraft draft, Json.Obj call, int index) {
        draft.add(
                frame ->
                        new ReplyEvent.ToolCallDelta(
                                index,
                                call.text("id").orElse(""),
                                call.text("name").orElse(""),
                                call.object("input").toString(),
                                frame));
    }

    /** Adds the text or the reasoning of a block. */
    static void add(FrameDraft draft, Json.Obj block) {
        switch (block.text("type").orElse("")) {
            case "text" -> {
                String text = block.text("text").orElse("");
                if (!text.isEmpty()) {
                    draft.add(frame -> new ReplyEvent.Text(text, frame));
                }
            }
            case "thinking" -> {
                String thought = block.text("thinking").orElse("");
                String signature = block.text("signature").orElse("");
                if (!thought.isEmpty() || !signature.isEmpty()) {
                    draft.add(frame -> new ReplyEvent.Reasoning(thought, signature, frame));
                }
            }
            default -> {}
        }
    }

    /**
     * Returns the object of a JSON text.
     *
     * @throws FailureException with {@code BackendFailed} if the text is not a JSON object
     */
    static Json.Obj object(String backend, byte[] text, int from, int to) {
        try {
            if (JsonReader.read(text, from, to) instanceof Json.Obj object) {
                return object;
            }
        } catch (FailureException e) {
            throw failed(backend, "it sent something that is not JSON: " + e.failure().message());
        }
        throw failed(backend, "it sent JSON that is not an object");
    }

    private static FailureException failed(String backend, String why) {
        return new FailureException(new Failure.BackendFailed(backend, why));
    }
}
