package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.request.SliceSource;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;

/** A writer of the messages of a request. */
final class OpenAiMessages {
    private OpenAiMessages() {}

    /**
     * Returns the array; a message that came in this dialect and was not edited keeps its own
     * bytes.
     */
    static byte[] write(List<Message> messages) {
        return SliceSource.array(
                ToolCallIds.complete(messages), Dialect.OPENAI, OpenAiMessages::message);
    }

    private static Json message(Message message) {
        Json.Obj written =
                Json.Obj.EMPTY
                        .with("role", Json.of(message.role().name()))
                        .with("content", content(message));
        if (message.reasoning().isPresent()) {
            written = written.with("reasoning_content", Json.of(message.reasoning().get()));
        }
        if (!message.toolCalls().isEmpty()) {
            written = written.with("tool_calls", toolCalls(message.toolCalls()));
        }
        if (message.toolCallId().isPresent()) {
            written = written.with("tool_call_id", Json.of(message.toolCallId().get()));
        }
        if (message.name().isPresent()) {
            written = written.with("name", Json.of(message.name().get()));
        }
        return written.withAll(message.extras());
    }

    /**
     * Returns the content. An assistant that only calls tools has null; every other role has at
     * least an empty text.
     */
    private static Json content(Message message) {
        List<Part> parts = message.content();
        if (parts.isEmpty()) {
            return message.role().equals(Role.ASSISTANT) ? Json.Null.NULL : Json.of("");
        }
        if (parts.size() == 1
                && parts.getFirst() instanceof Part.Text(String text, Json.Obj extras)
                && extras.isEmpty()) {
            return Json.of(text);
        }
        return new Json.Arr(parts.stream().map(OpenAiMessages::part).toList());
    }

    private static Json part(Part part) {
        return switch (part) {
            case Part.Text(String text, Json.Obj extras) ->
                    Json.Obj.EMPTY
                            .with("type", Json.of("text"))
                            .with("text", Json.of(text))
                            .withAll(extras);
            case Part.Image image -> OpenAiImages.write(image);
            case Part.Other other -> other.value();
        };
    }

    private static Json toolCalls(List<ToolCall> calls) {
        List<Json> written = new ArrayList<>();
        for (ToolCall call : calls) {
            Json.Obj id = Json.Obj.EMPTY.with("id", Json.of(call.id()));
            // A call of an unknown type has the type among its extras.
            written.add(
                    call.extras().get("type").isPresent()
                            ? id.withAll(call.extras())
                            : id.with("type", Json.of("function"))
                                    .with("function", function(call))
                                    .withAll(call.extras().without("function")));
        }
        return new Json.Arr(written);
    }

    private static Json.Obj function(ToolCall call) {
        return OpenAiReplyWriter.function(call.name(), arguments(call))
                .withAll(call.extras().object("function"));
    }

    /**
     * Returns the arguments of a call; {@code {}} for empty ones, since servers that parse them
     * refuse an empty text.
     */
    private static String arguments(ToolCall call) {
        return call.arguments().isBlank() ? "{}" : call.arguments();
    }
}
