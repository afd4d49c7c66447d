package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The events of one frame while it is read. A frame holds the number of its events, so they are
 * made only when all are known. Used by one thread.
 */
public final class FrameDraft {
    private final List<Function<Frame, ReplyEvent>> events = new ArrayList<>(4);

    /** Adds an event, which is made when its frame is known. */
    public void add(Function<Frame, ReplyEvent> event) {
        events.add(event);
    }

    /** Returns the number of events. */
    public int size() {
        return events.size();
    }

    /** Returns the events, which share their frame; one {@code Raw} if there are none. */
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
