package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The events of one frame while they are found; a frame must know how many they are. */
public final class FrameDraft {
    private final List<Function<Frame, ReplyEvent>> events = new ArrayList<>(4);

    public void add(Function<Frame, ReplyEvent> event) {
        events.add(event);
    }

    public int size() {
        return events.size();
    }

    /** The events, which share their frame; {@code Raw} if there are none. */
    public List<ReplyEvent> framed(Dialect dialect, Frame.Kind kind, byte[] bytes) {
        Frame frame = new Frame(dialect, kind, bytes, Math.max(1, events.size()));
        if (events.isEmpty()) {
            return List.of(new ReplyEvent.Raw(frame));
        }
        List<ReplyEvent> framed = new ArrayList<>(events.size());
        for (Function<Frame, ReplyEvent> event : events) {
            framed.add(event.apply(frame));
        }
        return framed;
    }
}
