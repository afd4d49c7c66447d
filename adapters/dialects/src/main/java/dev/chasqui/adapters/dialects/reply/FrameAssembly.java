package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;

/**
 * The restoration of a stream's frames from their events.
 *
 * <p>The events of a frame that the client can read wait until all of them have come; then the
 * frame goes out unchanged. If another event comes instead, one of them was edited or left out, and
 * each goes out by itself.
 *
 * <p>It holds the state of its stream; used by one thread at a time.
 */
public final class FrameAssembly {

    /** The receiver of the frames and events that go out. */
    public interface Output {

        /** Returns true if the client can read this frame as it is. */
        boolean fits(Frame frame);

        /**
         * Writes a frame.
         *
         * @param events all of its events, unedited; the list is reused for the next frame
         */
        void write(Frame frame, List<ReplyEvent> events);

        /** Writes an event without a frame. */
        void write(ReplyEvent event);
    }

    private final Output output;
    private final List<ReplyEvent> waiting = new ArrayList<>();

    /**
     * @param output the receiver of all that goes out
     */
    public FrameAssembly(Output output) {
        this.output = output;
    }

    /** Takes the next event, and writes all that need not wait any more. */
    public void add(ReplyEvent event) {
        Frame frame = event.frame();
        if (!waiting.isEmpty() && waiting.getFirst().frame() != frame) {
            flush();
        }
        if (frame == null || (waiting.isEmpty() && !output.fits(frame))) {
            output.write(event);
            return;
        }
        waiting.add(event);
        if (waiting.size() == frame.events()) {
            output.write(frame, waiting);
            waiting.clear();
        }
    }

    /** Writes the waiting events one by one, since the rest of their frame does not come. */
    public void flush() {
        waiting.forEach(output::write);
        waiting.clear();
    }
}
