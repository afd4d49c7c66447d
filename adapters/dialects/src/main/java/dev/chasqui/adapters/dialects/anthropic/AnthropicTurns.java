package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.request.BodyScan;
import dev.chasqui.adapters.dialects.request.Invalid;
import dev.chasqui.adapters.dialects.request.Members;
import dev.chasqui.domain.chat.Message;
import dev.chasqui.domain.chat.Part;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A reader of the entries of a conversation. A tool's result is a block within the user's content
 * in this dialect; it becomes a message of its own before the user's message.
 */
final class AnthropicTurns {
    /** The name of the extra that keeps blocks of signed reasoning unchanged. */
    static final String SEALED = "thinking_blocks";

    /**
     * The beginning of the accounting block that Claude Code sends before its instructions, and the
     * name of the extra that keeps this block. The block differs between conversations, so as a
     * text it would prevent other servers from reusing a cached prompt.
     */
    static final String BILLING = "x-anthropic-billing-header";

    private static final String CONTENT = "content";

    private AnthropicTurns() {}

    /** Returns the message of the member {@code system}. */
    static Message system(BodyScan scan, BodyScan.Range at, Members body) {
        List<Part> content = new ArrayList<>();
        Json.Obj extras = Json.Obj.EMPTY;
        for (Members block : AnthropicParts.blocks(body, AnthropicFields.SYSTEM)) {
            if (block.text(AnthropicParts.TEXT).orElse("").startsWith(BILLING)) {
                extras = extras.with(BILLING, block.object());
            } else {
                content.add(AnthropicParts.read(block));
            }
        }
        return message(Role.SYSTEM, content, extras).from(new TurnSource(scan.body(), at, 0, 1));
    }

    /**
     * Returns the messages of one entry.
     *
     * @throws dev.chasqui.domain.failure.FailureException with {@code Invalid} that names the
     *     field, if the entry is malformed
     */
    static List<Message> read(BodyScan scan, BodyScan.Range at, Members entry) {
        String role = entry.requiredText("role");
        if (entry.value(CONTENT).isEmpty()) {
            throw Invalid.missing(entry.path(CONTENT), "a string or an array of content blocks");
        }
        List<Draft> drafts =
                switch (role) {
                    case "user" -> user(entry);
                    case "assistant" -> List.of(assistant(entry));
                    case "system" -> List.of(plain(Role.SYSTEM, entry));
                    default ->
                            throw Invalid.value(
                                    entry.path("role"),
                                    Json.of(role),
                                    "\"user\", \"assistant\" or \"system\"");
                };
        List<Message> messages = new ArrayList<>();
        for (Draft draft : drafts) {
            messages.add(
                    draft.from(new TurnSource(scan.body(), at, messages.size(), drafts.size())));
        }
        return messages;
    }

    /** A message without its source. */
    private record Draft(
            Role role,
            List<Part> content,
            Optional<String> reasoning,
            List<ToolCall> calls,
            Optional<String> callId,
            Json.Obj extras) {
        Message from(TurnSource source) {
            return new Message(
                    role,
                    content,
                    reasoning,
                    calls,
                    callId,
                    Optional.empty(),
                    extras,
                    Optional.of(source));
        }
    }

    private static Draft message(Role role, List<Part> content, Json.Obj extras) {
        return new Draft(role, content, Optional.empty(), List.of(), Optional.empty(), extras);
    }

    private static Draft plain(Role role, Members entry) {
        return message(role, parts(entry), unknown(entry));
    }

    private static Json.Obj unknown(Members entry) {
        return entry.except("role", CONTENT);
    }

    private static List<Part> parts(Members holder) {
        return AnthropicParts.blocks(holder, CONTENT).stream().map(AnthropicParts::read).toList();
    }

    private static List<Draft> user(Members entry) {
        List<Draft> drafts = new ArrayList<>();
        List<Part> said = new ArrayList<>();
        for (Members block : AnthropicParts.blocks(entry, CONTENT)) {
            if (block.requiredText(AnthropicParts.TYPE).equals("tool_result")) {
                drafts.add(toolResult(block));
            } else {
                said.add(AnthropicParts.read(block));
            }
        }
        if (!said.isEmpty() || drafts.isEmpty()) {
            drafts.add(message(Role.USER, said, unknown(entry)));
        }
        return drafts;
    }

    private static Draft toolResult(Members block) {
        Json.Obj extras = block.except(AnthropicParts.TYPE, "tool_use_id", CONTENT);
        boolean failed = extras.get("is_error").equals(Optional.of(Json.of(true)));
        return new Draft(
                Role.TOOL,
                parts(block),
                Optional.empty(),
                List.of(),
                Optional.of(block.requiredText("tool_use_id")),
                failed ? extras : extras.without("is_error"));
    }

    private static Draft assistant(Members entry) {
        List<Part> said = new ArrayList<>();
        List<ToolCall> calls = new ArrayList<>();
        List<Json> thoughts = new ArrayList<>();
        for (Members block : AnthropicParts.blocks(entry, CONTENT)) {
            switch (block.requiredText(AnthropicParts.TYPE)) {
                case "thinking", "redacted_thinking" -> thoughts.add(block.object());
                case "tool_use" -> calls.add(toolCall(block));
                default -> said.add(AnthropicParts.read(block));
            }
        }
        String thought =
                thoughts.stream()
                        .flatMap(block -> ((Json.Obj) block).text("thinking").stream())
                        .collect(Collectors.joining());
        Json.Obj extras = unknown(entry);
        return new Draft(
                Role.ASSISTANT,
                said,
                thought.isEmpty() ? Optional.empty() : Optional.of(thought),
                calls,
                Optional.empty(),
                thoughts.stream().anyMatch(AnthropicTurns::isSealed)
                        ? extras.with(SEALED, new Json.Arr(thoughts))
                        : extras);
    }

    /**
     * Returns true for signed or encrypted reasoning, which only a server of this dialect can use.
     */
    private static boolean isSealed(Json thought) {
        Json.Obj block = (Json.Obj) thought;
        return block.text("data").isPresent()
                || block.text("signature").filter(seal -> !seal.isEmpty()).isPresent();
    }

    private static ToolCall toolCall(Members block) {
        Json input = block.value("input").orElse(Json.Obj.EMPTY);
        if (!(input instanceof Json.Obj)) {
            throw Invalid.value(block.path("input"), input, "an object");
        }
        return new ToolCall(
                block.requiredText("id"),
                block.requiredText("name"),
                input.toString(),
                block.except(AnthropicParts.TYPE, "id", "name", "input"));
    }
}
