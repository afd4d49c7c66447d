package dev.chasqui.adapters.dialects;

import dev.chasqui.adapters.dialects.OllamaReplyWriter.Said;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Writes a whole reply as one object.
 *
 * <p>A backend's body whose events all arrive unedited goes out as it is; one that was edited keeps
 * what the edit did not touch; where there is none, the object is made.
 */
final class OllamaWholeReply {
    private final OllamaReplyWriter writer;
    private final OllamaFrames frames;
    private final OllamaToolCalls toolCalls;
    private final StringBuilder text = new StringBuilder();
    private final StringBuilder thinking = new StringBuilder();
    private String role = Role.ASSISTANT.name();
    private ReplyEvent.Finish finish = new ReplyEvent.Finish(FinishReason.STOP);
    private Optional<ReplyEvent.UsageReport> usage = Optional.empty();
    private @Nullable Frame body;
    private int ofBody;
    private int edited;

    OllamaWholeReply(OllamaReplyWriter writer) {
        this.writer = writer;
        this.frames = new OllamaFrames(writer, Frame.Kind.WHOLE);
        this.toolCalls = new OllamaToolCalls(writer.model());
    }

    /**
     * @param began when the exchange began
     * @param now when the reply was complete
     * @throws dev.chasqui.domain.failure.FailureException with {@code BackendBroke} if a tool call
     *     has arguments that are not an object
     */
    byte[] write(List<ReplyEvent> events, Instant began, Instant now) {
        events.forEach(this::read);
        Frame frame = body;
        if (frame == null) {
            return utf8(made(began, now));
        }
        byte[] bytes = frames.bytes(frame);
        return edited == 0 && ofBody == frame.events()
                ? bytes
                : utf8(changed((Json.Obj) JsonReader.read(bytes), frame));
    }

    private void read(ReplyEvent event) {
        count(event);
        switch (event) {
            case ReplyEvent.Opened opened -> role = opened.role().name();
            case ReplyEvent.Text more -> text.append(more.text());
            case ReplyEvent.Reasoning more -> thinking.append(more.text());
            case ReplyEvent.ToolCallDelta delta -> toolCalls.add(delta);
            case ReplyEvent.Finish end -> finish = end;
            case ReplyEvent.UsageReport report -> usage = Optional.of(report);
            case ReplyEvent.Progress ignored -> {}
            case ReplyEvent.Raw ignored -> {}
        }
    }

    private void count(ReplyEvent event) {
        Frame frame = event.frame();
        if (body == null && frame != null && frames.fits(frame)) {
            body = frame;
        }
        if (frame != null && frame == body) {
            ofBody++;
        } else if (!(event instanceof ReplyEvent.Progress)) {
            edited++;
        }
    }

    private Json.Obj made(Instant began, Instant now) {
        // Nothing tells the prompt's share from the answer's: all of it counts as the answer's.
        Duration total = Duration.between(began, now);
        Timings measured = new Timings(total, Duration.ZERO, Duration.ZERO, total);
        Optional<Usage> counts = usage.map(ReplyEvent.UsageReport::usage);
        return writer.last(now, said(), finish.reason(), counts, measured);
    }

    private Json.Obj changed(Json.Obj object, Frame frame) {
        Json.Obj changed = writer.saying(object, said());
        if (finish.frame() != frame) {
            changed =
                    changed.with(
                            "done_reason", Json.of(OllamaReplyWriter.doneReason(finish.reason())));
        }
        if (usage.isPresent() && usage.get().frame() != frame) {
            Usage counts = usage.get().usage();
            changed =
                    changed.with("prompt_eval_count", Json.of(counts.promptTokens()))
                            .with("eval_count", Json.of(counts.completionTokens()));
        }
        return changed;
    }

    private Said said() {
        return new Said(role, text.toString(), thinking.toString(), toolCalls.take());
    }

    private static byte[] utf8(Json.Obj object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }
}
