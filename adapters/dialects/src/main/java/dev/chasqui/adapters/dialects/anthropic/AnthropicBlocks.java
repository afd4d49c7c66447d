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
 * The blocks of a streamed reply: one after the other, each with the next index, the first open
 * until the next begins. Follows those that a backend wrote, so that ours may go on after them.
 * Used by one thread.
 */
final class AnthropicBlocks {
    private static final String TEXT = "text";
    private static final String THINKING = "thinking";
    private static final String TOOL_USE = "tool_use";

    private final JoinedPieces out;
    private final Supplier<Optional<String>> backend;
    private final AnthropicEvents events = new AnthropicEvents();

    /** The indexes of blocks that have begun and not stopped; some servers overlap them. */
    private final SortedSet<Integer> open = new TreeSet<>();

    /** The calls whose blocks have begun, by the index of the call. */
    private final SortedSet<Integer> calls = new TreeSet<>();

    private int next;

    /** The type of the block that was last begun; what it is if none is open does not matter. */
    private String kind = "";

    /**
     * @param out takes the events
     * @param backend tells which one the reply is by
     */
    AnthropicBlocks(JoinedPieces out, Supplier<Optional<String>> backend) {
        this.out = out;
        this.backend = backend;
    }

    /** Notes an event that a backend wrote and that goes out as it came. */
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

    /** Notes that a call's block has begun. */
    void passedCall(int call) {
        calls.add(call);
    }

    boolean isOpen() {
        return !open.isEmpty();
    }

    boolean toolsCalled() {
        return !calls.isEmpty();
    }

    void text(String text) {
        begin(TEXT, AnthropicParts.text(""));
        delta("text_delta", TEXT, text);
    }

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
            // Thoughts that follow have a signature of their own.
            stop();
        }
    }

    /**
     * More of a call.
     *
     * @throws FailureException with {@code BackendBroke} if its block is over, since another one
     *     had to begin
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
                            "it went on with a tool call after it had begun something else"));
        }
        delta("input_json_delta", "partial_json", more.arguments());
    }

    /** Ends what is open. */
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
