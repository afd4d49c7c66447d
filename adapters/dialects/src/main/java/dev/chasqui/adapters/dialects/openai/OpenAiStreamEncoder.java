package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.OpenAiErrorStyle;
import dev.chasqui.adapters.dialects.reply.CitationMarks;
import dev.chasqui.adapters.dialects.reply.FrameAssembly;
import dev.chasqui.adapters.dialects.reply.JoinedPieces;
import dev.chasqui.adapters.dialects.reply.ReplyHead;
import dev.chasqui.adapters.dialects.reply.SideChannels;
import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.adapters.dialects.reply.SseReader;
import dev.chasqui.adapters.dialects.reply.StreamEncoder;
import dev.chasqui.adapters.dialects.request.ToolCallIds;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * An encoder of a stream of {@code chat.completion.chunk}s.
 *
 * <p>A frame of an OpenAI stream whose events all arrive goes out unchanged: see {@link
 * FrameAssembly}. Chunks that we write ourselves have the id, time and model of the first frame.
 *
 * <p>The side channels go out in one chunk in front of the one with the finish reason, which waits
 * for the end of the reply. After the finish reason openai-java's accumulator refuses any chunk but
 * the usage, and openai-python's cannot add to annotations that it has. If more of the answer comes
 * instead of the end, a waiting frame goes out first, and a finish of our own is dropped.
 */
final class OpenAiStreamEncoder implements StreamEncoder {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final String model;
    private final ReplyHead head;
    private final boolean usageWanted;
    private final FrameAssembly frames = new FrameAssembly(new Output());
    private final Set<Integer> toolCalls = new TreeSet<>();
    private final JoinedPieces out = new JoinedPieces();
    private final JoinedPieces ending = new JoinedPieces();
    private final CitationMarks marks = new CitationMarks();
    private SideChannels sideChannels = SideChannels.NONE;
    private @Nullable Frame firstFrame;
    private @Nullable OpenAiChunks chunks;
    private boolean opened;
    private boolean finished;

    /** The finish reason that we write ourselves; null if a frame that goes out has it. */
    private @Nullable FinishReason finish;

    /**
     * @param usageWanted true if the client asked for the usage
     */
    OpenAiStreamEncoder(String model, ReplyHead head, boolean usageWanted) {
        this.model = model;
        this.head = head;
        this.usageWanted = usageWanted;
    }

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public byte[] encode(ReplyEvent event) {
        switch (event) {
            // These events belong to no frame, so they need not wait for the events of one.
            case ReplyEvent.Cited cited -> sideChannels = sideChannels.with(cited);
            case ReplyEvent.Note note -> sideChannels = sideChannels.with(note);
            case ReplyEvent.Progress progress -> writeProgress(progress.text());
            case ReplyEvent.Text text -> {
                marks.feed(text.text());
                encodeInOrder(text);
            }
            case ReplyEvent.Opened _,
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
        Frame frame = event.frame();
        if (firstFrame == null && frame != null && frame.dialect().equals(Dialect.OPENAI)) {
            firstFrame = frame;
            chunks = null;
        }
        frames.add(event);
    }

    /** The output of frames, and of events without a frame. */
    private final class Output implements FrameAssembly.Output {
        @Override
        public boolean fits(Frame frame) {
            return frame.dialect().equals(Dialect.OPENAI) && frame.kind() == Frame.Kind.CHUNK;
        }

        @Override
        public void write(Frame frame, List<ReplyEvent> events) {
            boolean usageAlone = true;
            for (ReplyEvent passed : events) {
                remember(passed);
                usageAlone &= passed instanceof ReplyEvent.UsageReport;
            }
            if (usageWanted || !usageAlone) {
                emit(frame.bytes());
            }
        }

        @Override
        public void write(ReplyEvent event) {
            OpenAiStreamEncoder.this.write(event);
        }
    }

    @Override
    public byte[] end() {
        frames.flush();
        if (!finished) {
            write(new ReplyEvent.Finish(FinishReason.STOP));
        }
        if (!sideChannels.isEmpty()) {
            out.add(chunks().sideChannels(sideChannels, marks));
        }
        if (finish != null) {
            out.add(chunks().finish(OpenAiReplyWriter.finish(finish, !toolCalls.isEmpty())));
        }
        out.add(ending.take());
        out.add(DONE);
        return out.take();
    }

    @Override
    public byte[] failure(Failure failure) {
        frames.flush();
        // A waiting finish is dropped: the reply did not end, and some clients stop reading at a
        // finish.
        out.add(Sse.error(OpenAiErrorStyle.INSTANCE.envelope(failure).toString()));
        return out.take();
    }

    @Override
    public byte[] keepAlive() {
        return Sse.comment("keep-alive");
    }

    private void remember(ReplyEvent passed) {
        opened = true;
        if (passed.isContent()) {
            resume();
        }
        if (passed instanceof ReplyEvent.ToolCallDelta call) {
            toolCalls.add(call.index());
        } else if (passed instanceof ReplyEvent.Finish) {
            finished = true;
            finish = null;
        }
    }

    /** Sends what waits for the end, since more of the answer has come. */
    private void resume() {
        if (finished) {
            finished = false;
            finish = null;
            out.add(ending.take());
        }
    }

    private void write(ReplyEvent event) {
        if (event.isContent()) {
            resume();
        }
        switch (event) {
            case ReplyEvent.Opened begun -> open(begun.role());
            case ReplyEvent.Text more -> writeText(more);
            case ReplyEvent.Reasoning more -> writeDelta("reasoning_content", more.text());
            case ReplyEvent.ToolCallDelta call -> writeToolCall(call);
            case ReplyEvent.Finish end -> {
                open(Role.ASSISTANT);
                if (!finished || finish != null) {
                    finish = end.reason();
                }
                finished = true;
            }
            case ReplyEvent.UsageReport report -> {
                if (usageWanted) {
                    emit(chunks().usage(report.usage()));
                }
            }
            case ReplyEvent.Cited _, ReplyEvent.Note _, ReplyEvent.Progress _ -> {}
            case ReplyEvent.Raw _ -> {}
        }
    }

    /**
     * Writes progress as reasoning: clients that show a model's reasoning show it, others ignore
     * it.
     */
    private void writeProgress(String text) {
        if (!finished) {
            writeDelta("reasoning_content", text + "\n");
        }
    }

    /** Writes the first delta. Some clients stop reading if its content is not a string. */
    private void open(Role role) {
        if (!opened) {
            opened = true;
            emit(
                    chunks().delta(
                                    Json.Obj.EMPTY
                                            .with("role", Json.of(role.name()))
                                            .with("content", Json.of(""))));
        }
    }

    private void writeText(ReplyEvent.Text more) {
        if (more.logprobs().isEmpty()) {
            writeDelta("content", more.text());
        } else {
            open(Role.ASSISTANT);
            emit(chunks().text(more.text(), more.logprobs()));
        }
    }

    private void writeDelta(String name, String text) {
        open(Role.ASSISTANT);
        if (!text.isEmpty()) {
            emit(chunks().delta(name, text));
        }
    }

    private void writeToolCall(ReplyEvent.ToolCallDelta call) {
        open(Role.ASSISTANT);
        Json.Obj delta = Json.Obj.EMPTY.with("index", Json.of(call.index()));
        if (toolCalls.add(call.index())) {
            String id = call.id().isEmpty() ? ToolCallIds.random() : call.id();
            delta =
                    delta.with("id", Json.of(id))
                            .with("type", Json.of("function"))
                            .with(
                                    "function",
                                    OpenAiReplyWriter.function(call.name(), call.arguments()));
        } else {
            delta =
                    delta.with(
                            "function",
                            Json.Obj.EMPTY.with("arguments", Json.of(call.arguments())));
        }
        emit(chunks().delta(Json.Obj.EMPTY.with("tool_calls", new Json.Arr(List.of(delta)))));
    }

    /**
     * Returns the chunks. They are made at the first use: a stream that is passed on unchanged
     * needs none.
     */
    private OpenAiChunks chunks() {
        OpenAiChunks known = chunks;
        if (known == null) {
            OpenAiChunks ours = OpenAiChunks.of(model, head);
            known = firstFrame == null ? ours : like(firstFrame, ours);
            chunks = known;
        }
        return known;
    }

    private static OpenAiChunks like(Frame frame, OpenAiChunks ours) {
        SseReader reader = new SseReader("", Integer.MAX_VALUE);
        reader.feed(frame.bytes(), 0, frame.bytes().length);
        SseReader.Event event = frame.kind() == Frame.Kind.CHUNK ? reader.next() : null;
        byte[] json = event == null ? frame.bytes() : event.data();
        try {
            return ours.like((Json.Obj) JsonReader.read(json));
        } catch (FailureException e) {
            // The frame is malformed, so its head is of no use.
            return ours;
        }
    }

    private void emit(byte[] chunk) {
        (finished ? ending : out).add(chunk);
    }
}
