package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.FrameAssembly;
import dev.chasqui.adapters.dialects.reply.JoinedPieces;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An encoder of a stream of message events. Used by one thread.
 *
 * <p>A frame of this dialect is sent unchanged if all of its events arrive: see {@link
 * FrameAssembly}. After an edit the rest of the stream is written from its events, since the index
 * of a block depends on the blocks before it.
 *
 * <p>The event with the finish and the usage is held back until the end of the reply, since no
 * content may follow it, and since it also carries the side channels.
 */
final class AnthropicStreamEncoder implements StreamEncoder {
    private static final byte[] DELTA_EVENT =
            ("event: " + AnthropicEvents.BLOCK_DELTA).getBytes(StandardCharsets.US_ASCII);

    private final String model;
    private final ReplyHead head;
    private final FrameAssembly frames = new FrameAssembly(new Output());
    private final JoinedPieces out = new JoinedPieces();
    private final AnthropicBlocks blocks;
    private SideChannels sideChannels = SideChannels.NONE;
    private boolean opened;

    /** True once content was written that no frame of the backend contains. */
    private boolean edited;

    private ReplyEvent.Finish finish = new ReplyEvent.Finish(FinishReason.STOP);
    private Optional<Usage> usage = Optional.empty();

    /** The backend's event with the finish and the usage; null once other content followed it. */
    private @Nullable Frame delta;

    /** The backend's last event; null once other content followed it. */
    private @Nullable Frame stop;

    AnthropicStreamEncoder(String model, ReplyHead head) {
        this.model = model;
        this.head = head;
        this.blocks = new AnthropicBlocks(out, head.backend());
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] encode(ReplyEvent event) {
        switch (event) {
            // The next three kinds may arrive between the events of one frame.
            case ReplyEvent.Cited cited -> sideChannels = sideChannels.with(cited);
            case ReplyEvent.Note note -> sideChannels = sideChannels.with(note);
            case ReplyEvent.Progress progress -> writeProgress(progress.text());
            case ReplyEvent.Opened _,
                    ReplyEvent.Text _,
                    ReplyEvent.Reasoning _,
                    ReplyEvent.ToolCallDelta _,
                    ReplyEvent.Finish _,
                    ReplyEvent.UsageReport _,
                    ReplyEvent.Raw _ ->
                    frames.add(event);
        }
        return out.take();
    }

    /** The output of the assembled frames and of single events. */
    private final class Output implements FrameAssembly.Output {
        @Override
        public boolean fits(Frame frame) {
            return !edited
                    && frame.dialect().equals(Dialect.ANTHROPIC)
                    && frame.kind() == Frame.Kind.CHUNK;
        }

        @Override
        public void write(Frame frame, List<ReplyEvent> events) {
            pass(frame, events);
        }

        @Override
        public void write(ReplyEvent event) {
            AnthropicStreamEncoder.this.write(event);
        }
    }

    private void pass(Frame frame, List<ReplyEvent> events) {
        boolean piece = isDelta(frame);
        if (piece && !blocks.isOpen()) {
            // An agent has removed the event that starts the block.
            events.forEach(this::write);
            return;
        }
        Json.Obj event = piece ? Json.Obj.EMPTY : AnthropicFrames.read(frame);
        switch (event.text("type").orElse("")) {
            case AnthropicEvents.MESSAGE_START -> {
                // A keep-alive may have opened the stream before.
                if (!opened) {
                    opened = true;
                    out.add(frame.bytes());
                }
            }
            case AnthropicEvents.MESSAGE_DELTA -> {
                delta = frame;
                events.forEach(this::remember);
            }
            case AnthropicEvents.MESSAGE_STOP -> stop = frame;
            default -> {
                if (events.stream().anyMatch(ReplyEvent::isContent)) {
                    discardEnd();
                }
                open();
                blocks.passed(event);
                events.forEach(this::remember);
                out.add(frame.bytes());
            }
        }
    }

    /** Returns true for a delta. It is the most frequent event and is passed on without parsing. */
    private static boolean isDelta(Frame frame) {
        byte[] bytes = frame.bytes();
        return bytes.length > DELTA_EVENT.length
                && Arrays.equals(bytes, 0, DELTA_EVENT.length, DELTA_EVENT, 0, DELTA_EVENT.length);
    }

    private void remember(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.ToolCallDelta call -> blocks.passedCall(call.index());
            case ReplyEvent.Finish end -> finish = end;
            case ReplyEvent.UsageReport report -> usage = Optional.of(report.usage());
            default -> {}
        }
    }

    /** Discards the held-back end of the stream, since more content follows. */
    private void discardEnd() {
        delta = null;
        stop = null;
    }

    private void write(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Opened _ -> open();
            case ReplyEvent.Text more -> {
                if (!more.text().isEmpty()) {
                    edit();
                    blocks.text(more.text());
                }
            }
            case ReplyEvent.Reasoning more -> {
                if (!more.text().isEmpty() || !more.signature().isEmpty()) {
                    edit();
                    blocks.reasoning(more);
                }
            }
            case ReplyEvent.ToolCallDelta more -> {
                edit();
                blocks.call(more);
            }
            case ReplyEvent.Finish end -> {
                delta = null;
                finish = end;
            }
            case ReplyEvent.UsageReport report -> {
                delta = null;
                usage = Optional.of(report.usage());
            }
            case ReplyEvent.Cited _, ReplyEvent.Note _, ReplyEvent.Progress _ -> {}
            case ReplyEvent.Raw _ -> {}
        }
    }

    private void edit() {
        discardEnd();
        edited = true;
        open();
    }

    /** Writes the first event, if it is not yet written; some clients accept nothing before it. */
    private void open() {
        if (!opened) {
            opened = true;
            out.add(AnthropicEvents.messageStart(model, head));
        }
    }

    /** Writes progress as a ping, since clients would send a block back as reasoning. */
    private void writeProgress(String text) {
        open();
        out.add(AnthropicEvents.ping(Json.Obj.EMPTY.with("progress", Json.of(text))));
    }

    @Override
    public byte[] end() {
        frames.flush();
        open();
        blocks.stop();
        Frame last = delta;
        if (last == null) {
            out.add(
                    AnthropicEvents.event(
                            AnthropicEvents.MESSAGE_DELTA,
                            sideChannels.addTo(
                                    AnthropicUsage.put(
                                            Json.Obj.EMPTY.with(
                                                    "delta",
                                                    AnthropicStops.write(
                                                            finish, blocks.toolsCalled())),
                                            usage))));
        } else if (sideChannels.isEmpty()) {
            out.add(last.bytes());
        } else {
            out.add(
                    Sse.event(
                            AnthropicEvents.MESSAGE_DELTA,
                            sideChannels.addTo(AnthropicFrames.read(last)).toString()));
        }
        Frame end = stop;
        out.add(
                end == null
                        ? AnthropicEvents.event(AnthropicEvents.MESSAGE_STOP, Json.Obj.EMPTY)
                        : end.bytes());
        return out.take();
    }

    @Override
    public byte[] failure(Failure failure) {
        frames.flush();
        // A held-back finish is not written, since the reply is incomplete.
        out.add(
                Sse.event(
                        "error",
                        AnthropicErrorStyle.INSTANCE.envelope(failure, head.id()).toString()));
        return out.take();
    }

    @Override
    public byte[] keepAlive() {
        open();
        out.add(AnthropicEvents.ping(Json.Obj.EMPTY));
        return out.take();
    }
}
