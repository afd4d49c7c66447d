package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.ToolArguments;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.Source;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A writer of the messages of a request. Unedited entries that came in this dialect are copied byte
 * for byte. Consecutive messages of one role become one entry, and the results of tools count as
 * the user's messages. Used by one thread.
 */
final class AnthropicMessageWriter {
    private final boolean keepsExtras;
    private final Set<String> dropped;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1024);

    /** The role of the open entry; a next message of the same role joins it. */
    private String role = "";

    private Json.Obj extras = Json.Obj.EMPTY;
    private final List<Json> blocks = new ArrayList<>();

    private AnthropicMessageWriter(boolean keepsExtras, Set<String> dropped) {
        this.keepsExtras = keepsExtras;
        this.dropped = dropped;
    }

    /**
     * Returns the array of messages.
     *
     * @param keepsExtras true if unknown members come from a client of this dialect
     * @param dropped receives the names of the members that have no meaning in this dialect
     * @throws FailureException with {@code Invalid} if a call's arguments are not a JSON object, or
     *     a part has a kind that this dialect does not have
     */
    static byte[] write(List<Message> messages, boolean keepsExtras, Set<String> dropped) {
        return new AnthropicMessageWriter(keepsExtras, dropped).all(ToolCallIds.complete(messages));
    }

    /** Returns the member {@code system}; empty if there are no instructions. */
    static Optional<Json> system(
            List<Message> instructions, boolean keepsExtras, Set<String> dropped) {
        AnthropicMessageWriter writer = new AnthropicMessageWriter(keepsExtras, dropped);
        for (Message instruction : instructions) {
            if (keepsExtras) {
                instruction.extras().get(AnthropicTurns.BILLING).ifPresent(writer.blocks::add);
            }
            instruction.content().forEach(writer::add);
        }
        return writer.blocks.isEmpty() ? Optional.empty() : Optional.of(writer.content());
    }

    private byte[] all(List<Message> messages) {
        out.write('[');
        int i = 0;
        while (i < messages.size()) {
            int unedited = unedited(messages, i);
            if (unedited > 0) {
                TurnSource source = (TurnSource) messages.get(i).source().orElseThrow();
                endEntry();
                separate();
                out.write(source.body(), source.at().from(), source.at().to() - source.at().from());
                i += unedited;
            } else {
                add(messages.get(i));
                i++;
            }
        }
        endEntry();
        out.write(']');
        return out.toByteArray();
    }

    /** Returns the number of messages from this position that form one unedited entry, or 0. */
    private static int unedited(List<Message> messages, int from) {
        if (!(source(messages, from) instanceof TurnSource first) || first.part() != 0) {
            return 0;
        }
        TurnSource last = first;
        for (int i = from + 1; i < from + first.parts(); i++) {
            if (!(source(messages, i) instanceof TurnSource next) || !last.isBefore(next)) {
                return 0;
            }
            last = next;
        }
        return first.parts();
    }

    private static @Nullable Source source(List<Message> messages, int at) {
        return at < messages.size() ? messages.get(at).source().orElse(null) : null;
    }

    private void add(Message message) {
        String speaker = speaker(message.role());
        if (!speaker.equals(role)) {
            endEntry();
            role = speaker;
        }
        if (message.role().equals(Role.TOOL) || message.role().equals(Role.FUNCTION)) {
            blocks.add(toolResult(message));
            return;
        }
        addExtras(message);
        addThoughts(message);
        message.content().forEach(this::add);
        message.toolCalls().forEach(this::add);
        if (message.name().isPresent()) {
            dropped.add("messages.name");
        }
    }

    private static String speaker(Role role) {
        return role.equals(Role.ASSISTANT) ? "assistant" : role.instructs() ? "system" : "user";
    }

    private void addExtras(Message message) {
        Json.Obj unknown = message.extras().without(AnthropicTurns.SEALED);
        if (keepsExtras) {
            extras = extras.withAll(unknown);
        } else {
            drop("messages.", unknown);
        }
    }

    /** Adds signed reasoning; unsigned reasoning is dropped, since the API refuses it. */
    private void addThoughts(Message message) {
        if (message.extras().get(AnthropicTurns.SEALED).orElse(Json.Null.NULL)
                instanceof Json.Arr(List<Json> sealed)) {
            blocks.addAll(sealed);
        } else if (message.reasoning().isPresent()) {
            dropped.add("messages.reasoning");
        }
    }

    private void add(Part part) {
        Part known = part;
        if (!keepsExtras) {
            known =
                    switch (part) {
                        case Part.Text(String text, Json.Obj unknown) -> {
                            drop("messages.content.", unknown);
                            yield new Part.Text(text);
                        }
                        case Part.Image(Part.Data data, var _, Json.Obj unknown) -> {
                            drop("messages.content.", unknown.without("image_url"));
                            yield new Part.Image(data);
                        }
                        case Part.Other other -> other;
                    };
        }
        if (known instanceof Part.Text(String text, var _) && text.isBlank()) {
            // The API refuses an empty text.
            return;
        }
        AnthropicParts.write(known).ifPresentOrElse(blocks::add, () -> refuse(part));
    }

    private static void refuse(Part part) {
        String type = part instanceof Part.Other other ? other.value().text("type").orElse("") : "";
        throw new FailureException(
                new Failure.Invalid(
                        "messages",
                        "messages: a part of type '"
                                + type
                                + "' (expected: text or image_url; this model's backend supports no"
                                + " other)"));
    }

    private Json toolResult(Message message) {
        AnthropicMessageWriter inner = new AnthropicMessageWriter(keepsExtras, dropped);
        message.content().forEach(inner::add);
        Json.Obj block =
                Json.Obj.EMPTY
                        .with("type", Json.of("tool_result"))
                        .with("tool_use_id", Json.of(message.toolCallId().orElse("")));
        if (!inner.blocks.isEmpty()) {
            block = block.with("content", inner.content());
        }
        if (keepsExtras) {
            return block.withAll(message.extras());
        }
        drop("messages.", message.extras());
        return block;
    }

    private void add(ToolCall call) {
        Json.Obj input =
                ToolArguments.object(call.arguments())
                        .orElseThrow(
                                () ->
                                        new FailureException(
                                                new Failure.Invalid(
                                                        "messages",
                                                        "messages: the arguments of the call '"
                                                                + call.id()
                                                                + "' are not a JSON object"
                                                                + " (expected: a JSON object as"
                                                                + " text)")));
        Json.Obj block =
                Json.Obj.EMPTY
                        .with("type", Json.of("tool_use"))
                        .with("id", Json.of(call.id()))
                        .with("name", Json.of(call.name()))
                        .with("input", input);
        if (keepsExtras) {
            block = block.withAll(call.extras());
        } else {
            drop("messages.tool_calls.", call.extras());
        }
        blocks.add(block);
    }

    private void drop(String path, Json.Obj unknown) {
        unknown.members().keySet().forEach(name -> dropped.add(path + name));
    }

    /** Writes the open entry; an entry without content is omitted, since the API refuses it. */
    private void endEntry() {
        if (!blocks.isEmpty()) {
            Json.Obj entry = Json.Obj.EMPTY.with("role", Json.of(role)).with("content", content());
            separate();
            out.writeBytes(entry.withAll(extras).toBytes());
        }
        role = "";
        extras = Json.Obj.EMPTY;
        blocks.clear();
    }

    private void separate() {
        if (out.size() > 1) {
            out.write(',');
        }
    }

    /** Returns a string if the content is a single plain text, otherwise the array of blocks. */
    private Json content() {
        if (blocks.size() == 1
                && blocks.getFirst() instanceof Json.Obj only
                && only.equals(AnthropicParts.text(only.text("text").orElse("")))) {
            return Json.of(only.text("text").orElse(""));
        }
        return new Json.Arr(blocks);
    }
}
