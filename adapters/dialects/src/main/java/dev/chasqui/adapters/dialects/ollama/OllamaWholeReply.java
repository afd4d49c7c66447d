package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ollama.OllamaReplyWriter.MessageContent;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A writer of a whole reply as one object. Used by one thread.
 *
 * <p>A backend's body whose events all arrive unedited goes out unchanged. An edited one keeps all
 * members that the edit did not touch. Without one, the object is generated.
 */
final class OllamaWholeReply {
    private final OllamaReplyWriter writer;
    private final OllamaFrames frames;
    private final List<ReplyEvent> events;
    private final WholeReply reply;

    OllamaWholeReply(OllamaReplyWriter writer, List<ReplyEvent> events) {
        this.writer = writer;
        this.frames = new OllamaFrames(writer, Frame.Kind.WHOLE);
        this.events =
                events.stream().filter(event -> !(event instanceof ReplyEvent.Progress)).toList();
        this.reply = WholeReply.of(this.events);
    }

    /**
     * Returns the body.
     *
     * @param began the time at which the exchange began
     * @param now the time at which the reply was complete
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendBroke} if a tool call
     *     has arguments that are not an object
     */
    byte[] write(Instant began, Instant now) {
        Optional<Frame> body =
                events.stream()
                        .flatMap(event -> Stream.ofNullable(event.frame()))
                        .filter(frames::fits)
                        .findFirst();
        return body.map(this::fromBackend).orElseGet(() -> generated(began, now).toBytes());
    }

    private byte[] fromBackend(Frame frame) {
        byte[] bytes = frames.bytes(frame);
        List<ReplyEvent> own =
                events.stream().filter(event -> !SideChannels.isBeside(event)).toList();
        boolean unedited =
                own.size() == frame.events()
                        && own.stream().allMatch(event -> event.frame() == frame);
        byte[] body =
                unedited ? bytes : changed((Json.Obj) JsonReader.read(bytes), frame).toBytes();
        return reply.sideChannels().addTo(body);
    }

    private Json.Obj generated(Instant began, Instant now) {
        // The prompt's share of the time is not known: all of it counts as the answer's.
        Duration total = Duration.between(began, now);
        Timings measured = new Timings(total, Duration.ZERO, Duration.ZERO, total);
        return reply.sideChannels()
                .addTo(writer.last(now, content(), reason(), reply.usage(), measured));
    }

    private Json.Obj changed(Json.Obj object, Frame frame) {
        Json.Obj changed = writer.withContent(object, content());
        if (!reply.logprobs().equals(OllamaLogprobs.read(object.members().get("logprobs")))) {
            changed = OllamaReplyWriter.withLogprobs(changed, reply.logprobs());
        }
        for (ReplyEvent event : events) {
            if (event.frame() != frame) {
                changed = ended(changed, event);
            }
        }
        return changed;
    }

    /** Returns the object with the end of an event that is not the backend's. */
    private static Json.Obj ended(Json.Obj object, ReplyEvent event) {
        if (event instanceof ReplyEvent.Finish finish) {
            return object.with(
                    "done_reason", Json.of(OllamaReplyWriter.doneReason(finish.reason())));
        }
        if (event instanceof ReplyEvent.UsageReport report) {
            return object.with("prompt_eval_count", Json.of(report.usage().promptTokens()))
                    .with("eval_count", Json.of(report.usage().completionTokens()));
        }
        return object;
    }

    private MessageContent content() {
        return new MessageContent(
                reply.role().name(),
                reply.text(),
                reply.logprobs(),
                reply.reasoning(),
                writer.toolCalls(reply.toolCalls(), reason()));
    }

    private FinishReason reason() {
        return reply.finish().orElse(FinishReason.STOP);
    }
}
