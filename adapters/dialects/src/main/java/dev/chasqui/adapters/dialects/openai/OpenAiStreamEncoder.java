package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.CitationMarks;
import dev.chasqui.adapters.dialects.reply.FrameAssembly;
import dev.chasqui.adapters.dialects.reply.Pieces;
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
 * Writes a stream of {@code chat.completion.chunk}s.
 *
 * <p>A frame of an OpenAI stream all of whose events arrive goes out as it is: see {@link
 * FrameAssembly}. What we write ourselves says the same id, time and model as the first frame did.
 *
 * <p>What is said beside the text goes out in one chunk, before the one with the finish reason,
 * which waits for the end of the reply: after that one openai-java's accumulator refuses any chunk
 * but the usage, and openai-python's cannot add to annotations that it has. Where more of the
 * answer comes instead of the end, a frame that waits goes out before it, and a finish that we
 * would write ourselves is none.
 */
final class OpenAiStreamEncoder implements StreamEncoder {
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final String model;
    private final ReplyHead head;
    private final boolean usageWanted;
    private final FrameAssembly frames = new FrameAssembly(new Output());
    private final Set<Integer> toolCalls = new TreeSet<>();
    private final Pieces out = new Pieces();
    private final Pieces ending = new Pieces();
    private final CitationMarks marks = new CitationMarks();
    private SideChannels sideChannels = SideChannels.NONE;
    private @Nullable Frame firstFrame;
    private @Nullable OpenAiChunks chunks;
    private boolean opened;
    private boolean finished;

    /** The finish that we write ourselves, where it stands in no frame that goes out. */
    private @Nullable FinishReason finish;

    /**
     * @param usageWanted whether the client asked for the usage
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
            // These ride beside a frame of which some events are still to come.
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

    /** What goes out, in frames and without. */
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
        // Not the finish that may wait: what broke off did not end, and some clients read no
        // further.
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
            goOn();
        }
        if (passed instanceof ReplyEvent.ToolCallDelta call) {
            toolCalls.add(call.index());
        } else if (passed instanceof ReplyEvent.Finish) {
            finished = true;
            finish = null;
        }
    }

    /** More of the answer comes, so what waits for the end need not wait any more. */
    private void goOn() {
        if (finished) {
            finished = false;
            finish = null;
            out.add(ending.take());
        }
    }

    private void write(ReplyEvent event) {
        if (event.isContent()) {
            goOn();
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

    /** Clients that show what a model thinks show this, too; the others ignore it. */
    private void writeProgress(String text) {
        if (!finished) {
            writeDelta("reasoning_content", text + "\n");
        }
    }

    /** Some clients stop reading at a first delta whose content is no string. */
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

    /** Made when the first is needed: a stream that goes on as it came needs none. */
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
            // The frame is malformed: what it says of itself is of no use.
            return ours;
        }
    }

    private void emit(byte[] chunk) {
        (finished ? ending : out).add(chunk);
    }
}
