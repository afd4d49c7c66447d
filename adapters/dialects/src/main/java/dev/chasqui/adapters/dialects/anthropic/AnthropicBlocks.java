package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.JoinedPieces;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * A writer of the content blocks of a streamed reply. The blocks follow one another, each with the
 * next index; a block stops before the next one starts. The writer also tracks the blocks that a
 * backend wrote, so that the indexes of later blocks continue them. Used by one thread.
 */
final class AnthropicBlocks {
    private static final String TEXT = "text";
    private static final String THINKING = "thinking";
    private static final String TOOL_USE = "tool_use";

    private final JoinedPieces out;
    private final Supplier<Optional<String>> backend;
    private final AnthropicEvents events = new AnthropicEvents();

    /** The indexes of the open blocks; some servers overlap them. */
    private final SortedSet<Integer> open = new TreeSet<>();

    /** The indexes of the tool calls whose blocks have started. */
    private final SortedSet<Integer> calls = new TreeSet<>();

    /** The index of the next block. */
    private int next;

    /** The type of the block that started last; empty before the first block. */
    private String kind = "";

    /**
     * @param out the output of the events
     * @param backend the name of the backend, once it is known
     */
    AnthropicBlocks(JoinedPieces out, Supplier<Optional<String>> backend) {
        this.out = out;
        this.backend = backend;
    }

    /** Records an event of a backend that goes out unchanged. */
    void passed(Json.Obj event) {
        int index =
                event.get("index").orElse(Json.Null.NULL) instanceof Json.Num number
                        ? (int) number.longValue()
                        : -1;
        switch (event.text("type").orElse("")) {
            case AnthropicEvents.BLOCK_START -> {
                open.add(index);
                next = Math.max(next, index + 1);
                kind = event.object("content_block").text("type").orElse("");
            }
            case AnthropicEvents.BLOCK_STOP -> open.remove(index);
            default -> {}
        }
    }

    /** Records that the block of a tool call has started. */
    void passedCall(int call) {
        calls.add(call);
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    /** Returns true if the reply has called a tool. */
    boolean toolsCalled() {
        return !calls.isEmpty();
    }

    /** Writes text, in the open block if that is a text. */
    void text(String text) {
        begin(TEXT, AnthropicParts.text(""));
        delta("text_delta", TEXT, text);
    }

    /** Writes reasoning; a signature ends its block. */
    void reasoning(ReplyEvent.Reasoning more) {
        begin(
                THINKING,
                Json.Obj.EMPTY
                        .with("type", Json.of(THINKING))
                        .with(THINKING, Json.of(""))
                        .with("signature", Json.of("")));
        if (!more.text().isEmpty()) {
            delta("thinking_delta", THINKING, more.text());
        }
        if (!more.signature().isEmpty()) {
            delta("signature_delta", "signature", more.signature());
            // Further reasoning has a signature of its own, so it needs another block.
            stop();
        }
    }

    /**
     * Writes a piece of a tool call; the first piece starts its block.
     *
     * @throws FailureException with {@code BackendBroke} if the block of the call has stopped
     *     already
     */
    void call(ReplyEvent.ToolCallDelta more) {
        if (calls.add(more.index())) {
            stop();
            String id = more.id().isEmpty() ? ToolCallIds.random() : more.id();
            start(
                    TOOL_USE,
                    Json.Obj.EMPTY
                            .with("type", Json.of(TOOL_USE))
                            .with("id", Json.of(id))
                            .with("name", Json.of(more.name()))
                            .with("input", Json.Obj.EMPTY));
        }
        if (more.arguments().isEmpty()) {
            return;
        }
        if (open.isEmpty() || !kind.equals(TOOL_USE) || more.index() != calls.last()) {
            throw new FailureException(
                    new Failure.BackendBroke(
                            backend.get().orElse("-"),
                            "it continued a tool call after another block had started"));
        }
        delta("input_json_delta", "partial_json", more.arguments());
    }

    /** Stops the open blocks. */
    void stop() {
        open.forEach(index -> out.add(AnthropicEvents.blockStop(index)));
        open.clear();
    }

    private void begin(String wanted, Json.Obj block) {
        if (open.isEmpty() || !kind.equals(wanted)) {
            stop();
            start(wanted, block);
        }
    }

    private void start(String begun, Json.Obj block) {
        kind = begun;
        open.add(next);
        out.add(AnthropicEvents.blockStart(next, block));
        next++;
    }

    private void delta(String type, String member, String text) {
        out.add(events.blockDelta(open.last(), type, member, text));
    }
}
