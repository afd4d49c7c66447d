package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.adapters.dialects.request.ToolArguments;
import dev.chasqui.domain.chat.ToolCall;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;

/** A writer of whole replies, which are JSON objects of the type {@code message}. */
final class AnthropicReplyWriter {
    private static final String CONTENT = "content";

    private AnthropicReplyWriter() {}

    /** Returns the first members of every reply. */
    static Json.Obj head(String model, ReplyHead head) {
        return Json.Obj.EMPTY
                .with("id", Json.of("msg_" + head.id()))
                .with("type", Json.of("message"))
                .with("role", Json.of("assistant"))
                .with("model", Json.of(model));
    }

    /**
     * Returns a reply that is built from its events alone.
     *
     * @throws FailureException with {@code BackendBroke} if a call's arguments are not a JSON
     *     object
     */
    static byte[] built(String model, ReplyHead head, List<ReplyEvent> events) {
        WholeReply reply = WholeReply.of(events);
        Json.Obj message =
                head(model, head)
                        .with(CONTENT, new Json.Arr(content(head, reply, events)))
                        .withAll(AnthropicStops.write(finish(events), called(reply)));
        return reply.sideChannels().addTo(AnthropicUsage.put(message, reply.usage())).toBytes();
    }

    /** Returns a backend's own reply with only the edited members replaced. */
    static byte[] edited(byte[] original, ReplyHead head, List<ReplyEvent> events) {
        List<ReplyEvent> eventsBefore = AnthropicReplyReader.whole("", original);
        WholeReply before = WholeReply.of(eventsBefore);
        WholeReply reply = WholeReply.of(events);
        Json.Obj message = (Json.Obj) JsonReader.read(original);
        boolean sameContent =
                reply.text().equals(before.text())
                        && reply.reasoning().equals(before.reasoning())
                        && reply.toolCalls().equals(before.toolCalls());
        if (!sameContent) {
            message = message.with(CONTENT, new Json.Arr(content(head, reply, events)));
        }
        if (!reply.finish().equals(before.finish())) {
            message = message.withAll(AnthropicStops.write(finish(events), called(reply)));
        }
        if (!reply.usage().equals(before.usage())) {
            message = AnthropicUsage.put(message, reply.usage());
        }
        return reply.sideChannels().addTo(message).toBytes();
    }

    private static boolean called(WholeReply reply) {
        return !reply.toolCalls().isEmpty();
    }

    private static ReplyEvent.Finish finish(List<ReplyEvent> events) {
        return events.stream()
                .filter(ReplyEvent.Finish.class::isInstance)
                .map(ReplyEvent.Finish.class::cast)
                .reduce((_, last) -> last)
                .orElseGet(() -> new ReplyEvent.Finish(FinishReason.STOP));
    }

    private static List<Json> content(ReplyHead head, WholeReply reply, List<ReplyEvent> events) {
        List<Json> blocks = new ArrayList<>(thoughts(events));
        if (!reply.text().isEmpty()) {
            blocks.add(AnthropicParts.text(reply.text()));
        }
        for (ToolCall call : reply.toolCalls()) {
            blocks.add(
                    Json.Obj.EMPTY
                            .with("type", Json.of("tool_use"))
                            .with("id", Json.of(call.id()))
                            .with("name", Json.of(call.name()))
                            .with("input", input(head, call)));
        }
        return blocks;
    }

    /**
     * Returns the blocks of reasoning; a signature ends its block, since it covers that block
     * alone.
     */
    private static List<Json> thoughts(List<ReplyEvent> events) {
        List<Json> blocks = new ArrayList<>();
        StringBuilder thought = new StringBuilder();
        for (ReplyEvent event : events) {
            if (event instanceof ReplyEvent.Reasoning more) {
                thought.append(more.text());
                if (!more.signature().isEmpty()) {
                    blocks.add(thought(thought.toString(), more.signature()));
                    thought.setLength(0);
                }
            }
        }
        if (!thought.isEmpty()) {
            blocks.add(thought(thought.toString(), ""));
        }
        return blocks;
    }

    private static Json thought(String text, String signature) {
        return Json.Obj.EMPTY
                .with("type", Json.of("thinking"))
                .with("thinking", Json.of(text))
                .with("signature", Json.of(signature));
    }

    private static Json.Obj input(ReplyHead head, ToolCall call) {
        return ToolArguments.object(call.arguments())
                .orElseThrow(
                        () ->
                                new FailureException(
                                        new Failure.BackendBroke(
                                                head.backend().get().orElse("-"),
                                                "the arguments of its call of the tool '"
                                                        + call.name()
                                                        + "' are not a JSON object")));
    }
}
