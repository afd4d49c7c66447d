package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Plays bytes through a decoder. */
public final class Streams {
    private Streams() {}

    /**
     * What came out of a decoder.
     *
     * @param failure how it ended; empty if it came to its end
     */
    public record Outcome(List<ReplyEvent> events, Optional<Failure> failure) {

        /** The events without the identity of their frames, which differs from run to run. */
        public List<String> described() {
            return events.stream().map(Outcome::describe).toList();
        }

        private static String describe(ReplyEvent event) {
            String frame =
                    event.frame() == null
                            ? "none"
                            : event.frame().events() + ":" + Arrays.hashCode(event.frame().bytes());
            String words =
                    switch (event) {
                        case ReplyEvent.Opened opened -> opened.role().name();
                        case ReplyEvent.Text more -> more.text();
                        case ReplyEvent.Reasoning more -> more.text();
                        case ReplyEvent.ToolCallDelta call ->
                                call.index() + call.id() + call.name() + call.arguments();
                        case ReplyEvent.Finish finish -> finish.reason().name();
                        case ReplyEvent.UsageReport report -> report.usage().toString();
                        case ReplyEvent.Progress progress -> progress.text();
                        case ReplyEvent.Cited ignored -> "";
                        case ReplyEvent.Note ignored -> "";
                        case ReplyEvent.Raw ignored -> "";
                    };
            return event.getClass().getSimpleName() + " " + words + " " + frame;
        }
    }

    /** Feeds the bytes in pieces that end at these places, then says that this was all. */
    public static Outcome play(StreamDecoder decoder, byte[] bytes, int... cuts) {
        List<ReplyEvent> events = new ArrayList<>();
        try {
            int from = 0;
            for (int cut : cuts) {
                decoder.feed(bytes, from, cut);
                from = cut;
                drain(decoder, events);
            }
            decoder.feed(bytes, from, bytes.length);
            drain(decoder, events);
            decoder.finish();
            drain(decoder, events);
        } catch (FailureException e) {
            return new Outcome(events, Optional.of(e.failure()));
        }
        return new Outcome(events, Optional.empty());
    }

    private static void drain(StreamDecoder decoder, List<ReplyEvent> events) {
        for (ReplyEvent event = decoder.poll(); event != null; event = decoder.poll()) {
            events.add(event);
        }
    }
}
