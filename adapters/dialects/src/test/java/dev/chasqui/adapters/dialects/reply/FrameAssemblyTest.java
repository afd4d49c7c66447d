package dev.chasqui.adapters.dialects.reply;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class FrameAssemblyTest {
    private static final Dialect OURS = new Dialect("ours");

    private final List<String> written = new ArrayList<>();
    private final FrameAssembly assembly = new FrameAssembly(new Written());

    private final class Written implements FrameAssembly.Output {
        @Override
        public boolean fits(Frame frame) {
            return frame.dialect().equals(OURS);
        }

        @Override
        public void write(Frame frame, List<ReplyEvent> events) {
            written.add("frame of " + events.size());
        }

        @Override
        public void write(ReplyEvent event) {
            written.add(event.getClass().getSimpleName());
        }
    }

    private static Frame frame(Dialect dialect, int events) {
        return new Frame(dialect, Frame.Kind.CHUNK, new byte[0], events);
    }

    private static ReplyEvent text(Frame frame) {
        return new ReplyEvent.Text("x", List.of(), frame);
    }

    private static ReplyEvent finish(Frame frame) {
        return new ReplyEvent.Finish(FinishReason.STOP, frame);
    }

    @Test
    void aFrameOfOneEventGoesOutAtOnce() {
        assembly.add(text(frame(OURS, 1)));
        assembly.add(text(frame(OURS, 1)));

        assertThat(written).containsExactly("frame of 1", "frame of 1");
    }

    @Test
    void eventsWaitUntilAllOfTheirFrameAreThere() {
        Frame frame = frame(OURS, 2);
        assembly.add(text(frame));
        assertThat(written).isEmpty();

        assembly.add(finish(frame));
        assertThat(written).containsExactly("frame of 2");
    }

    @Test
    void whereAnotherEventComesInsteadEachGoesOutOnItsOwn() {
        assembly.add(text(frame(OURS, 2)));
        assembly.add(new ReplyEvent.Finish(FinishReason.STOP));
        assembly.add(text(frame(OURS, 1)));

        assertThat(written).containsExactly("Text", "Finish", "frame of 1");
    }

    @Test
    void anEventOfTheNextFrameDoesNotWaitForTheOneThatIsIncomplete() {
        Frame next = frame(OURS, 2);
        assembly.add(text(frame(OURS, 2)));
        assembly.add(text(next));
        assembly.add(finish(next));

        assertThat(written).containsExactly("Text", "frame of 2");
    }

    @Test
    void anEventOfAFrameThatDoesNotFitGoesOutOnItsOwn() {
        assembly.add(text(frame(new Dialect("other"), 1)));

        assertThat(written).containsExactly("Text");
    }

    @Test
    void whatWaitsAtTheEndGoesOutOnItsOwn() {
        assembly.add(text(frame(OURS, 2)));
        assembly.flush();
        assembly.flush();

        assertThat(written).containsExactly("Text");
    }
}
