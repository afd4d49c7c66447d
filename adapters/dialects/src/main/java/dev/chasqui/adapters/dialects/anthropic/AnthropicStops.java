package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.Optional;

/** A converter between stop reasons and finish events. */
final class AnthropicStops {
    private static final String STOP_SEQUENCE = "stop_sequence";
    private static final String TOOL_USE = "tool_use";
    private static final String END_TURN = "end_turn";

    private AnthropicStops() {}

    /** Returns the finish in a message or a delta; empty if it has no stop reason. */
    static Optional<ReplyEvent.Finish> read(Json.Obj said) {
        Optional<String> sequence = said.text(STOP_SEQUENCE).filter(word -> !word.isEmpty());
        return said.text("stop_reason")
                .map(reason -> new ReplyEvent.Finish(reason(reason), sequence, null));
    }

    private static FinishReason reason(String stopReason) {
        return switch (stopReason) {
            case END_TURN, STOP_SEQUENCE -> FinishReason.STOP;
            case "max_tokens", "model_context_window_exceeded" -> FinishReason.LENGTH;
            case TOOL_USE -> FinishReason.TOOL_CALLS;
            case "refusal" -> FinishReason.CONTENT_FILTER;
            default -> new FinishReason(stopReason);
        };
    }

    /**
     * Returns the members of a finish.
     *
     * @param toolsCalled true if the reply calls a tool; clients run the tool only if the reason is
     *     {@code tool_use}
     */
    static Json.Obj write(ReplyEvent.Finish finish, boolean toolsCalled) {
        String reason = stopReason(finish.reason(), toolsCalled);
        boolean byWord = reason.equals(END_TURN) && finish.stopSequence().isPresent();
        return Json.Obj.EMPTY
                .with("stop_reason", Json.of(byWord ? STOP_SEQUENCE : reason))
                .with(
                        STOP_SEQUENCE,
                        byWord ? Json.of(finish.stopSequence().get()) : Json.Null.NULL);
    }

    private static String stopReason(FinishReason reason, boolean toolsCalled) {
        return switch (reason.name()) {
            case "length" -> "max_tokens";
            case "tool_calls", "function_call" -> TOOL_USE;
            case "content_filter" -> "refusal";
            case "pause_turn" -> reason.name();
            default -> toolsCalled ? TOOL_USE : END_TURN;
        };
    }
}
