package dev.chasqui.plugins.parallel;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Holds a branch's reply until it is whole, and no more than a reply may reasonably be. */
final class AnswerBuffer {
    /** 1 Mi characters of text, reasoning and tool calls together. */
    static final int MOST_CHARACTERS = 1 << 20;

    /** A token makes an event, and no model writes more tokens at a time. */
    static final int MOST_EVENTS = 1 << 17;

    /** 16 MiB of bytes as backends sent them: names around a few characters of each token. */
    private static final int MOST_FRAME_BYTES = 1 << 24;

    private final List<ReplyEvent> events = new ArrayList<>();
    private @Nullable Frame lastFrame;
    private int characters;
    private int frameBytes;

    private AnswerBuffer() {}

    /**
     * Pulls a reply to its end.
     *
     * @param progress takes what the reply tells of its progress, which is no part of the answer
     * @throws Unusable if it is too long
     */
    static List<ReplyEvent> drain(ChatReply reply, Consumer<String> progress) {
        AnswerBuffer buffer = new AnswerBuffer();
        for (ReplyEvent event = reply.next(); event != null; event = reply.next()) {
            if (event instanceof ReplyEvent.Progress(String text)) {
                progress.accept(text);
            } else {
                buffer.add(event);
            }
        }
        return buffer.events;
    }

    private void add(ReplyEvent event) {
        characters += length(event);
        Frame frame = event.frame();
        if (frame != null && frame != lastFrame) {
            lastFrame = frame;
            frameBytes += frame.bytes().length;
        }
        if (characters > MOST_CHARACTERS
                || frameBytes > MOST_FRAME_BYTES
                || events.size() >= MOST_EVENTS) {
            throw new Unusable("the answer is too long (more than 1 MiB)");
        }
        events.add(event);
    }

    private static int length(ReplyEvent event) {
        return switch (event) {
            case ReplyEvent.Text more -> more.text().length();
            case ReplyEvent.Reasoning more -> more.text().length();
            case ReplyEvent.ToolCallDelta more -> more.arguments().length();
            case ReplyEvent.Cited cited ->
                    cited.citations().stream().mapToInt(each -> each.passage().length()).sum();
            case ReplyEvent.Opened _,
                    ReplyEvent.Finish _,
                    ReplyEvent.UsageReport _,
                    ReplyEvent.Progress _,
                    ReplyEvent.Note _,
                    ReplyEvent.Raw _ ->
                    0;
        };
    }
}
