package dev.chasqui.plugins.branches;

import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Citation;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The whole answer of a branch, with content and an end.
 *
 * @param events all events, unchanged and with their frames
 * @param text the whole text; empty if there are only tool calls
 * @param toolCalls the complete tool calls, in the order of their indexes
 * @param json the text's value, if the reply had to be JSON
 * @param finish the reason for its end
 * @param usage the tokens used, if the reply reports them
 * @param citations all citations, in order
 */
public record BranchAnswer(
        List<ReplyEvent> events,
        String text,
        List<ToolCall> toolCalls,
        Optional<Json> json,
        FinishReason finish,
        Optional<Usage> usage,
        List<Citation> citations)
        implements BranchOutcome.Result {

    /**
     * Reads the events of a reply.
     *
     * @param form the form that the client requests
     * @throws Unusable if the reply has no end or no content, or is not in the requested form
     */
    public static BranchAnswer of(List<ReplyEvent> events, AnswerForm form) {
        StringBuilder text = new StringBuilder();
        Map<Integer, GrowingCall> calls = new TreeMap<>();
        Optional<FinishReason> finish = Optional.empty();
        Optional<Usage> usage = Optional.empty();
        List<Citation> citations = new ArrayList<>();
        for (ReplyEvent event : events) {
            switch (event) {
                case ReplyEvent.Text more -> text.append(more.text());
                case ReplyEvent.ToolCallDelta delta ->
                        calls.computeIfAbsent(delta.index(), _ -> new GrowingCall()).add(delta);
                case ReplyEvent.Finish end -> finish = Optional.of(end.reason());
                case ReplyEvent.UsageReport report -> usage = Optional.of(report.usage());
                case ReplyEvent.Cited cited -> citations.addAll(cited.citations());
                case ReplyEvent.Opened _,
                        ReplyEvent.Reasoning _,
                        ReplyEvent.Progress _,
                        ReplyEvent.Note _,
                        ReplyEvent.Raw _ -> {}
            }
        }
        String whole = text.toString();
        if (whole.isBlank() && calls.isEmpty()) {
            throw new UnusableAnswer("an empty answer");
        }
        Optional<Json> json =
                calls.isEmpty() && form.isJson() ? Optional.of(form.read(whole)) : Optional.empty();
        return new BranchAnswer(
                List.copyOf(events),
                whole,
                calls.values().stream().map(GrowingCall::whole).toList(),
                json,
                finish.orElseThrow(() -> new UnusableAnswer("the answer has no end")),
                usage,
                List.copyOf(citations));
    }

    /** Returns true if the answer calls tools. */
    public boolean callsTools() {
        return !toolCalls.isEmpty();
    }

    /** A call whose pieces are still added; to copy its arguments for each would take too long. */
    private static final class GrowingCall {
        private final StringBuilder arguments = new StringBuilder();
        private String id = "";
        private String name = "";

        void add(ReplyEvent.ToolCallDelta more) {
            id = id.isEmpty() ? more.id() : id;
            name = name.isEmpty() ? more.name() : name;
            arguments.append(more.arguments());
        }

        ToolCall whole() {
            return new ToolCall(id, name, arguments.toString());
        }
    }
}
