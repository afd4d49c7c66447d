package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A reply joined from all its events. Immutable.
 *
 * @param role the role of the speaker
 * @param text all text; empty if there is none
 * @param logprobs the log probabilities of all tokens that have them
 * @param reasoning all reasoning; empty if there is none
 * @param toolCalls the calls in the order of their indexes; a call without an id has received one
 * @param finish the reason for the end; empty if there is none
 * @param usage the counted tokens; empty if there are none
 * @param sideChannels the data beside the text
 */
public record WholeReply(
        Role role,
        String text,
        List<Json.Obj> logprobs,
        String reasoning,
        List<ToolCall> toolCalls,
        Optional<FinishReason> finish,
        Optional<Usage> usage,
        SideChannels sideChannels) {

    /** Joins all events of a reply. */
    public static WholeReply of(List<ReplyEvent> events) {
        Role role = Role.ASSISTANT;
        StringBuilder text = new StringBuilder();
        List<Json.Obj> logprobs = new ArrayList<>();
        StringBuilder reasoning = new StringBuilder();
        Map<Integer, ToolCall> calls = new TreeMap<>();
        Optional<FinishReason> finish = Optional.empty();
        Optional<Usage> usage = Optional.empty();
        for (ReplyEvent event : events) {
            switch (event) {
                case ReplyEvent.Opened opened -> role = opened.role();
                case ReplyEvent.Text more -> {
                    text.append(more.text());
                    logprobs.addAll(more.logprobs());
                }
                case ReplyEvent.Reasoning more -> reasoning.append(more.text());
                case ReplyEvent.ToolCallDelta delta ->
                        calls.merge(delta.index(), call(delta), WholeReply::joined);
                case ReplyEvent.Finish end -> finish = Optional.of(end.reason());
                case ReplyEvent.UsageReport report -> usage = Optional.of(report.usage());
                case ReplyEvent.Progress ignored -> {}
                case ReplyEvent.Cited ignored -> {}
                case ReplyEvent.Note ignored -> {}
                case ReplyEvent.Raw ignored -> {}
            }
        }
        List<ToolCall> identified = new ArrayList<>();
        calls.values().forEach(call -> identified.add(identified(call)));
        return new WholeReply(
                role,
                text.toString(),
                logprobs,
                reasoning.toString(),
                identified,
                finish,
                usage,
                SideChannels.of(events));
    }

    private static ToolCall call(ReplyEvent.ToolCallDelta delta) {
        return new ToolCall(delta.id(), delta.name(), delta.arguments());
    }

    private static ToolCall joined(ToolCall begun, ToolCall more) {
        return new ToolCall(
                begun.id().isEmpty() ? more.id() : begun.id(),
                begun.name().isEmpty() ? more.name() : begun.name(),
                begun.arguments() + more.arguments());
    }

    private static ToolCall identified(ToolCall call) {
        return call.id().isEmpty()
                ? new ToolCall(ToolCallIds.random(), call.name(), call.arguments())
                : call;
    }

    /**
     * Returns the frame of a dialect that an event of the reply came from and that held the whole
     * reply; empty if there is none.
     */
    public static Optional<Frame> frame(List<ReplyEvent> events, Dialect dialect) {
        for (ReplyEvent event : events) {
            Frame frame = event.frame();
            if (frame != null
                    && frame.dialect().equals(dialect)
                    && frame.kind() == Frame.Kind.WHOLE) {
                return Optional.of(frame);
            }
        }
        return Optional.empty();
    }
}
