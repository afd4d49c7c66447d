package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.reply.StreamDecoder;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.reply.ReplyEvent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A player of bytes through a decoder. */
public final class Streams {
    private Streams() {}

    /**
     * The result of decoding a stream.
     *
     * @param events the events in order
     * @param failure the failure that ended the stream; empty if it came to its end
     */
    public record Outcome(List<ReplyEvent> events, Optional<Failure> failure) {

        /**
         * Returns the events without the identity of their frames, which differs from run to run.
         */
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

    /** Feeds the bytes in pieces that end at these positions, then ends the input. */
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
