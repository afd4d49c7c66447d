package dev.chasqui.plugins.cache;

import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A whole reply that is kept, in the pieces in which it came. Immutable.
 *
 * @param events its events without frames
 * @param bytes about the memory that it takes
 * @param keptAt the time when it was kept, by {@link System#nanoTime}
 */
record KeptReply(List<ReplyEvent> events, int bytes, long keptAt) {
    /** The name of the note that tells how a reply came about. */
    static final String NOTE = "cache";

    /** About the memory of an event without its texts. */
    private static final int EVENT_BYTES = 96;

    KeptReply {
        events = List.copyOf(events);
    }

    /** Returns the reply again, with a note that says why. */
    ChatReply again(String result) {
        List<ReplyEvent> again = new ArrayList<>(events.size() + 1);
        again.add(note(result));
        again.addAll(events);
        return ChatReply.of(again);
    }

    /** Returns the note that tells how a reply came about. */
    static ReplyEvent note(String result) {
        return new ReplyEvent.Note(NOTE, new Json.Str(result));
    }

    /**
     * Returns an event as it is kept: without the backend's bytes, and its usage as read from a
     * cache. Returns null for an event that is not kept.
     */
    static @Nullable ReplyEvent kept(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Opened opened -> new ReplyEvent.Opened(opened.role());
            case ReplyEvent.Text text -> new ReplyEvent.Text(text.text(), text.logprobs(), null);
            case ReplyEvent.Reasoning reasoning ->
                    new ReplyEvent.Reasoning(reasoning.text(), reasoning.signature(), null);
            case ReplyEvent.ToolCallDelta call ->
                    new ReplyEvent.ToolCallDelta(
                            call.index(), call.id(), call.name(), call.arguments());
            case ReplyEvent.Finish finish ->
                    new ReplyEvent.Finish(finish.reason(), finish.stopSequence(), null);
            case ReplyEvent.UsageReport report ->
                    new ReplyEvent.UsageReport(cached(report.usage()));
            case ReplyEvent.Note note -> note.name().equals(NOTE) ? null : note;
            case ReplyEvent.Cited cited -> cited;
            case ReplyEvent.Progress _, ReplyEvent.Raw _ -> null;
        };
    }

    private static Usage cached(Usage usage) {
        return new Usage(
                usage.promptTokens(),
                usage.completionTokens(),
                OptionalLong.of(usage.promptTokens()),
                usage.reasoningTokens(),
                Timings.UNKNOWN,
                usage.estimated());
    }

    /** Returns about the memory of an event, in bytes. */
    static long bytesOf(ReplyEvent event) {
        long chars =
                switch (event) {
                    case ReplyEvent.Text text ->
                            text.text().length()
                                    + text.logprobs().stream()
                                            .mapToLong(each -> each.toString().length() * 4L)
                                            .sum();
                    case ReplyEvent.Reasoning reasoning ->
                            reasoning.text().length() + reasoning.signature().length();
                    case ReplyEvent.ToolCallDelta call ->
                            call.id().length() + call.name().length() + call.arguments().length();
                    case ReplyEvent.Note note -> note.value().toString().length() * 4L;
                    case ReplyEvent.Cited cited ->
                            cited.citations().stream()
                                    .mapToLong(each -> 256L + each.passage().length())
                                    .sum();
                    case ReplyEvent.Opened _,
                            ReplyEvent.Finish _,
                            ReplyEvent.UsageReport _,
                            ReplyEvent.Progress _,
                            ReplyEvent.Raw _ ->
                            0;
                };
        return EVENT_BYTES + 2 * chars;
    }
}
