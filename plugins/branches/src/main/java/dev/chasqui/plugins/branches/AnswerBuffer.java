package dev.chasqui.plugins.branches;

import dev.chasqui.domain.reply.ChatReply;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A bounded buffer that holds a branch's reply until it is whole. Used by one thread. */
public final class AnswerBuffer {
    /** The most characters of text, reasoning and tool calls together: 1 Mi. */
    static final int MOST_CHARACTERS = 1 << 20;

    /** The most events; each token makes one, and no model writes more tokens in a reply. */
    static final int MOST_EVENTS = 1 << 17;

    /**
     * The most bytes of the backend's frames: 16 MiB, since each token arrives with many bytes of
     * member names around it.
     */
    private static final int MOST_FRAME_BYTES = 1 << 24;

    private final List<ReplyEvent> events = new ArrayList<>();
    private @Nullable Frame lastFrame;
    private int characters;
    private int frameBytes;

    private AnswerBuffer() {}

    /**
     * Pulls a reply to its end.
     *
     * @param progress receives the reply's progress events, which are no part of the answer
     * @return all other events
     * @throws Unusable if the reply is too long
     */
    public static List<ReplyEvent> drain(ChatReply reply, Consumer<String> progress) {
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
            throw new UnusableAnswer("the answer is too long (more than 1 MiB)");
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
