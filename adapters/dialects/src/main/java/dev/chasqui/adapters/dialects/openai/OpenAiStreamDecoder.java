package dev.chasqui.adapters.dialects.openai;

import dev.chasqui.adapters.dialects.reply.FrameDraft;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.reply.SseReader;
import dev.chasqui.adapters.dialects.reply.SseStreamDecoder;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.json.reading.JsonReader;
import dev.chasqui.domain.json.reading.JsonScanner;
import dev.chasqui.domain.reply.FinishReason;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;
import dev.chasqui.domain.reply.Usage;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A decoder of a stream of {@code chat.completion.chunk}s.
 *
 * <p>A stream is complete after a finish reason or {@code [DONE]}. Usage comes after the finish
 * reason. Some servers even send more of the answer after it, which cancels the finish reason. So
 * the decoder reads on until {@code [DONE]} or until the transport ends. A stream with neither is
 * broken, however clean its last chunk is.
 *
 * <p>Usage in a chunk of its own before the end is kept back ({@link #earlyUsage}): only the next
 * event shows if it is the final count or a running one.
 */
public final class OpenAiStreamDecoder extends SseStreamDecoder {
    private final JsonScanner scanner = new JsonScanner();
    private final FirstDeltas firstDeltas = new FirstDeltas();
    private final Consumer<OpenAiChoice> choiceTaker = this::takeChoice;
    private final OpenAiToolCalls toolCalls = new OpenAiToolCalls();
    private boolean opened;
    private boolean finished;

    /** True after a choice of any index. */
    private boolean chosen;

    /** The last finish reason; the usual one if there was none. */
    private FinishReason reason = FinishReason.STOP;

    /** The frame of a usage that came alone and before the end, if it was the last frame so far. */
    private byte @Nullable [] earlyUsage;

    /**
     * True after Ollama's sign that the model's process died: an empty delta of a model without a
     * name.
     */
    private boolean runnerLost;

    private @Nullable Usage reported;
    private @Nullable Usage measured;
    private boolean usageGiven;

    /**
     * @param backend the name of the sender, for messages
     */
    public OpenAiStreamDecoder(String backend) {
        super(backend);
    }

    @Override
    protected boolean finished() {
        return finished;
    }

    @Override
    protected void take(SseReader.Event event) {
        if (event.error()) {
            throw sentError(ServerErrorReader.ofEvent(event));
        }
        if (isDone(event)) {
            finishByMark();
            end();
        } else if (event.length() > 0 && event.text()[event.from()] != ':') {
            // Some gateways wrap their comments in data.
            takeChunk(event);
        }
    }

    private static boolean isDone(SseReader.Event event) {
        return event.length() < 16
                && new String(event.data(), StandardCharsets.US_ASCII).strip().equals("[DONE]");
    }

    /**
     * Ends the answer at {@code [DONE]}, which replaces a finish reason that never came, or that
     * more text cancelled.
     */
    private void finishByMark() {
        if (!finished && !runnerLost) {
            if (!chosen) {
                throw new FailureException(
                        new Failure.BackendFailed(backend(), OpenAiReplyReader.NO_CHOICE));
            }
            finished = true;
            add(new ReplyEvent.Finish(reason));
        }
    }

    /** Ends the stream; a usage that was kept back comes now. */
    @Override
    protected void end() {
        if (!finished) {
            throw broke(
                    runnerLost
                            ? "the model's process died"
                            : "its stream ended without a finish reason");
        }
        done();
        releaseUsage();
        Optional<Usage> usage = usageGiven ? Optional.empty() : usage();
        if (usage.isPresent()) {
            add(new ReplyEvent.UsageReport(usage.get()));
        }
    }

    private void takeChunk(SseReader.Event event) {
        OpenAiReply chunk;
        try {
            scanner.over(event.text(), event.from(), event.to());
            chunk = OpenAiReply.read(backend(), scanner, Frame.Kind.CHUNK, choiceTaker);
        } catch (FailureException e) {
            if (event.complete()) {
                throw e;
            }
            // The chunk is cut off with the transport; the missing end then reports that.
            return;
        }
        if (chunk.erroneous()) {
            refuseError(event);
        }
        FrameDraft draft = new FrameDraft();
        OpenAiChoice choice = chunk.choice();
        if (choice != null) {
            choice.error()
                    .ifPresent(
                            error -> {
                                throw sentError(error);
                            });
            addChoice(choice, chunk, draft);
        }
        addUsage(chunk, draft);
        if (!finished || usageGiven) {
            releaseUsage();
        }
        if (choice == null && !finished && chunk.reported().isPresent()) {
            earlyUsage = event.frame();
            return;
        }
        addFrame(draft, firstDeltas.frame(event));
        releaseUsage();
    }

    private void addFrame(FrameDraft draft, byte[] frame) {
        addAll(draft.framed(Dialect.OPENAI, Frame.Kind.CHUNK, frame));
    }

    /**
     * Releases the usage that came alone: it is reported if the end has come, else it is a frame
     * like any other.
     */
    private void releaseUsage() {
        byte[] frame = earlyUsage;
        if (frame != null) {
            earlyUsage = null;
            FrameDraft draft = new FrameDraft();
            if (finished) {
                addUsage(draft);
            }
            addFrame(draft, frame);
        }
    }

    private void takeChoice(OpenAiChoice choice) {
        chosen = true;
        firstDeltas.take(choice);
    }

    private void refuseError(SseReader.Event event) {
        ServerErrorReader.errorIn(
                        (Json.Obj) JsonReader.read(event.text(), event.from(), event.to()))
                .ifPresent(
                        error -> {
                            throw sentError(error);
                        });
    }

    private FailureException sentError(ServerErrorReader.ServerError error) {
        return new FailureException(
                new Failure.BackendBroke(backend(), "it sent an error", error.said()));
    }

    private void addChoice(OpenAiChoice choice, OpenAiReply chunk, FrameDraft draft) {
        if (!choice.role().isEmpty() && !opened) {
            opened = true;
            draft.add(frame -> new ReplyEvent.Opened(Role.of(choice.role()), frame));
        }
        int before = draft.size();
        choice.addTexts(draft);
        toolCalls.add(choice.toolCalls(), draft);
        if (draft.size() > before) {
            resume();
        }
        if (!choice.finishReason().isEmpty()) {
            finished = true;
            FinishReason reportedReason = new FinishReason(choice.finishReason());
            reason = reportedReason;
            draft.add(frame -> new ReplyEvent.Finish(reportedReason, choice.stopSequence(), frame));
        }
        runnerLost |= !finished && draft.size() == 0 && chunk.nameless();
    }

    /** Cancels the end, since more of the answer has come. */
    private void resume() {
        if (finished) {
            finished = false;
            reported = null;
            measured = null;
            usageGiven = false;
        }
    }

    /**
     * Adds the usage of a chunk. Usage before the end is a running count; the first one with the
     * end counts.
     */
    private void addUsage(OpenAiReply chunk, FrameDraft draft) {
        measured = chunk.measured().orElse(measured);
        Optional<Usage> now = chunk.reported();
        reported = now.orElse(reported);
        if (now.isPresent() && finished) {
            addUsage(draft);
        }
    }

    private void addUsage(FrameDraft draft) {
        if (!usageGiven) {
            usageGiven = true;
            usage().ifPresent(
                            usage -> draft.add(frame -> new ReplyEvent.UsageReport(usage, frame)));
        }
    }

    /** Returns the best usage known so far: reported counts, with timings from any chunk. */
    private Optional<Usage> usage() {
        Usage counts = reported;
        Usage times = measured;
        if (counts == null || times == null) {
            return Optional.ofNullable(counts == null ? times : counts);
        }
        return Optional.of(counts.withTimings(times.timings()));
    }
}
