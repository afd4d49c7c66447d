package dev.chasqui.adapters.dialects.ollama;

import dev.chasqui.adapters.dialects.ollama.OllamaReplyWriter.MessageContent;
import dev.chasqui.adapters.dialects.reply.FrameAssembly;
import dev.chasqui.adapters.dialects.reply.JoinedPieces;
import dev.chasqui.adapters.dialects.reply.JsonTemplate;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.reply.WholeReply;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Timings;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An encoder of a streamed reply as NDJSON: a line for each piece, and a last one with {@code
 * done:true}.
 *
 * <p>A frame of an Ollama whose events all arrive goes out unchanged: see {@link FrameAssembly}.
 * Tool calls wait until the answer is over, since a client needs them whole. The usage comes after
 * the finish; so may side channels and more of the answer. Therefore these and the last line wait
 * for {@link #end}.
 */
final class OllamaStreamEncoder implements StreamEncoder {
    private static final byte[] LINE_FEED = {'\n'};

    private final OllamaReplyWriter writer;
    private final OllamaFrames frames;
    private final Instant began;
    private final InstantSource clock;
    private final boolean thinkingWanted;
    private final List<ReplyEvent> toolCalls = new ArrayList<>();
    private final FrameAssembly assembly = new FrameAssembly(new Output());
    private final JoinedPieces out = new JoinedPieces();
    private String role = Role.ASSISTANT.name();
    private @Nullable JsonTemplate texts;
    private @Nullable Instant firstPieceAt;
    private FinishReason reason = FinishReason.STOP;
    private Optional<Usage> usage = Optional.empty();
    private SideChannels sideChannels = SideChannels.NONE;
    private boolean finished;
    private boolean over;

    /** The backend's frame that ends the reply; null again if more has come after it. */
    private @Nullable Frame lastFrame;

    private List<ReplyEvent> lastEvents = List.of();

    /**
     * @param thinkingWanted true if the client asked for the model's reasoning: it then receives
     *     progress as reasoning, else as an empty piece
     */
    OllamaStreamEncoder(
            OllamaReplyWriter writer, Instant began, InstantSource clock, boolean thinkingWanted) {
        this.writer = writer;
        this.frames = new OllamaFrames(writer, Frame.Kind.CHUNK);
        this.began = began;
        this.clock = clock;
        this.thinkingWanted = thinkingWanted;
    }

    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public byte[] encode(ReplyEvent event) {
        switch (event) {
            // These events belong to no frame, so they need not wait for the events of one.
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
                    encodeInOrder(event);
        }
        return out.take();
    }

    private void encodeInOrder(ReplyEvent event) {
        if (lastFrame != null) {
            if (!event.isContent() && !(event instanceof ReplyEvent.UsageReport)) {
                // Other events have no place after the end.
                return;
            }
            writeLastEvents();
        }
        assembly.add(event);
    }

    /** Writes the events of the frame that seemed to be the last but was not, without its end. */
    private void writeLastEvents() {
        lastFrame = null;
        lastEvents.forEach(this::write);
        lastEvents = List.of();
    }

    /** The output of frames, and of events without a frame. */
    private final class Output implements FrameAssembly.Output {
        @Override
        public boolean fits(Frame frame) {
            return frames.fits(frame);
        }

        @Override
        public void write(Frame frame, List<ReplyEvent> events) {
            for (ReplyEvent event : events) {
                if (event instanceof ReplyEvent.Finish) {
                    lastFrame = frame;
                    lastEvents = List.copyOf(events);
                    return;
                }
            }
            writeFrame(frame);
        }

        @Override
        public void write(ReplyEvent event) {
            OllamaStreamEncoder.this.write(event);
        }
    }

    @Override
    public byte[] end() {
        if (over) {
            return out.take();
        }
        assembly.flush();
        Frame last = lastFrame;
        writeToolCalls();
        over = true;
        if (last == null) {
            Instant now = clock.instant();
            Json.Obj line =
                    writer.last(now, MessageContent.text(role, ""), reason, usage, measured(now));
            writeLine(sideChannels.addTo(line));
        } else {
            writeLine(sideChannels.addTo(frames.bytes(last)));
        }
        return out.take();
    }

    @Override
    public byte[] failure(Failure failure) {
        // The reply did not end, and its tool calls may be incomplete: they are dropped.
        writeLastEvents();
        assembly.flush();
        over = true;
        out.add(OllamaErrorStyle.INSTANCE.body(failure));
        out.add(LINE_FEED);
        return out.take();
    }

    /** Returns an empty piece: a blank line would break clients that parse every line. */
    @Override
    public byte[] keepAlive() {
        writeText("");
        return out.take();
    }

    private void writeFrame(Frame frame) {
        if (!over) {
            noteFirstPiece();
            writeLine(frames.bytes(frame));
        }
    }

    private void writeLine(byte[] line) {
        out.add(line);
        if (line[line.length - 1] != '\n') {
            out.add(LINE_FEED);
        }
    }

    private void write(ReplyEvent event) {
        switch (event) {
            case ReplyEvent.Opened opened -> {
                role = opened.role().name();
                texts = null;
            }
            case ReplyEvent.Text text -> {
                if (!text.logprobs().isEmpty()) {
                    noteFirstPiece();
                    writeContent(MessageContent.text(role, text.text(), text.logprobs()));
                } else if (!text.text().isEmpty()) {
                    noteFirstPiece();
                    writeText(text.text());
                }
            }
            case ReplyEvent.Reasoning reasoning -> {
                if (!reasoning.text().isEmpty()) {
                    noteFirstPiece();
                    writeContent(MessageContent.thinking(role, reasoning.text()));
                }
            }
            case ReplyEvent.ToolCallDelta delta -> {
                noteFirstPiece();
                toolCalls.add(delta);
            }
            case ReplyEvent.Finish finish -> {
                finished = true;
                reason = finish.reason();
            }
            case ReplyEvent.UsageReport report -> usage = Optional.of(report.usage());
            case ReplyEvent.Cited _, ReplyEvent.Note _, ReplyEvent.Progress _ -> {}
            // It comes from another dialect, else it would have gone out as a frame.
            case ReplyEvent.Raw _ -> {}
        }
    }

    private void writeProgress(String text) {
        if (!finished && lastFrame == null) {
            if (thinkingWanted) {
                writeContent(MessageContent.thinking(role, text + "\n"));
            } else {
                writeText("");
            }
        }
    }

    private void writeText(String text) {
        if (!over) {
            JsonTemplate known = texts;
            if (known == null) {
                known = writer.textPieces(role);
                texts = known;
            }
            writeLine(known.fill(clock.instant().toString(), text));
        }
    }

    private void writeToolCalls() {
        if (!toolCalls.isEmpty()) {
            List<Json> calls = writer.toolCalls(WholeReply.of(toolCalls).toolCalls(), reason);
            toolCalls.clear();
            if (!calls.isEmpty()) {
                writeContent(MessageContent.toolCalls(role, calls));
            }
        }
    }

    private void writeContent(MessageContent content) {
        if (!over) {
            writeLine(writer.piece(clock.instant().toString(), content));
        }
    }

    private void writeLine(Json.Obj line) {
        writeLine(line.toBytes());
    }

    private void noteFirstPiece() {
        if (firstPieceAt == null) {
            firstPieceAt = clock.instant();
        }
    }

    /**
     * Returns the durations by our own clock: the prompt lasts until the first piece, the rest is
     * the answer.
     */
    private Timings measured(Instant now) {
        Instant first = firstPieceAt == null ? now : firstPieceAt;
        return new Timings(
                Duration.between(began, now),
                Duration.ZERO,
                Duration.between(began, first),
                Duration.between(first, now));
    }
}
