package dev.chasqui.adapters.dialects.reply;

import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.List;

/**
 * The events of a stream put together again to the frames that they came from.
 *
 * <p>Events of a frame that fits the client wait until all of them are there: then the frame goes
 * out as it came. Where another event comes instead, one of them was edited or left out, and each
 * goes out on its own.
 *
 * <p>Keeps the state of its stream; used by one thread at a time.
 */
public final class FrameAssembly {

    /** The writer of what comes out. */
    public interface Output {

        /** Whether the client can read this frame as it is. */
        boolean fits(Frame frame);

        /**
         * Writes a frame.
         *
         * @param events all of its events, unedited; the list is reused for the next frame
         */
        void write(Frame frame, List<ReplyEvent> events);

        /** Writes an event that goes out without a frame. */
        void write(ReplyEvent event);
    }

    private final Output output;
    private final List<ReplyEvent> waiting = new ArrayList<>();

    public FrameAssembly(Output output) {
        this.output = output;
    }

    /** Takes the next event, and writes what need not wait any more. */
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

    /** Writes the events that wait, one by one: the rest of their frame does not come. */
    public void flush() {
        waiting.forEach(output::write);
        waiting.clear();
    }
}
