package dev.chasqui.adapters.dialects.anthropic;

import dev.chasqui.adapters.dialects.reply.FrameDraft;
import dev.chasqui.adapters.dialects.reply.ServerErrorReader;
import dev.chasqui.adapters.dialects.reply.Sse;
import dev.chasqui.adapters.dialects.reply.SseReader;
import dev.chasqui.adapters.dialects.reply.SseStreamDecoder;
import dev.chasqui.domain.chat.Dialect;
import dev.chasqui.domain.chat.Role;
import dev.chasqui.domain.failure.Failure;
import dev.chasqui.domain.failure.FailureException;
import dev.chasqui.domain.json.Json;
import dev.chasqui.domain.reply.Frame;
import dev.chasqui.domain.reply.ReplyEvent;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A decoder of a stream of message events. Used by one thread at a time.
 *
 * <p>Each event of the stream becomes a frame with its reply events, so that an encoder of this
 * dialect can send its bytes unchanged.
 *
 * <p>A stream ends with {@code message_stop}, or with a stop reason and the end of the transport.
 * Every other end is a failure.
 */
final class AnthropicStreamDecoder extends SseStreamDecoder {
    private static final byte[] NAME = "event:".getBytes(StandardCharsets.US_ASCII);

    /** The tool calls by the indexes of their blocks. */
    private final Map<Long, Call> calls = new HashMap<>();

    private Json usage = Json.Null.NULL;
    private boolean finished;

    /** A tool call. Some servers send its arguments at its start, in {@code input}. */
    private static final class Call {
        private final int index;
        private final Json.Obj input;

        /** True once the arguments, or a piece of them, were sent on. */
        private boolean argumentsSent;

        private Call(int index, Json.Obj input) {
            this.index = index;
            this.input = input;
        }

        private ReplyEvent more(String arguments, Frame frame) {
            return new ReplyEvent.ToolCallDelta(index, "", "", arguments, frame);
        }
    }

    AnthropicStreamDecoder(String backend) {
        super(backend);
    }

    @Override
    protected boolean finished() {
        return finished;
    }

    @Override
    protected void end() {
        if (!finished) {
            throw broke("its stream ended without a stop reason");
        }
        done();
    }

    @Override
    protected void take(SseReader.Event event) {
        if (event.error()) {
            throw sentError(ServerErrorReader.ofEvent(event));
        }
        Json.Obj sent;
        try {
            sent = AnthropicReplyReader.object(backend(), event.text(), event.from(), event.to());
        } catch (FailureException e) {
            if (event.complete()) {
                throw e;
            }
            // The transport ended within this event; the missing end of the stream is reported.
            return;
        }
        String type = sent.text("type").orElse("");
        FrameDraft draft = new FrameDraft();
        switch (type) {
            case AnthropicEvents.MESSAGE_START -> {
                usage = sent.object("message").get("usage").orElse(Json.Null.NULL);
                draft.add(frame -> new ReplyEvent.Opened(Role.ASSISTANT, frame));
            }
            case AnthropicEvents.BLOCK_START -> begin(index(sent), block(sent), draft);
            case AnthropicEvents.BLOCK_DELTA -> more(index(sent), sent.object("delta"), draft);
            case AnthropicEvents.BLOCK_STOP -> stop(index(sent), draft);
            case AnthropicEvents.MESSAGE_DELTA -> finish(sent, draft);
            case AnthropicEvents.MESSAGE_STOP -> done();
            default ->
                    ServerErrorReader.errorIn(sent)
                            .filter(_ -> !type.equals(AnthropicEvents.PING))
                            .ifPresent(
                                    error -> {
                                        throw sentError(error);
                                    });
        }
        addAll(draft.framed(Dialect.ANTHROPIC, Frame.Kind.CHUNK, frame(event, type)));
    }

    /** Returns the bytes of the frame; adds the event's name if the server omitted it. */
    private static byte[] frame(SseReader.Event event, String type) {
        byte[] frame = event.frame();
        boolean named =
                frame.length > NAME.length
                        && Arrays.equals(frame, 0, NAME.length, NAME, 0, NAME.length);
        return named || type.isEmpty()
                ? frame
                : Sse.event(type, new String(event.data(), StandardCharsets.UTF_8));
    }

    private static long index(Json.Obj sent) {
        return sent.get("index").orElse(Json.Null.NULL) instanceof Json.Num number
                ? number.longValue()
                : 0;
    }

    private static Json.Obj block(Json.Obj sent) {
        return sent.object("content_block");
    }

    private void begin(long index, Json.Obj block, FrameDraft draft) {
        if (!block.text("type").orElse("").equals("tool_use")) {
            AnthropicReplyReader.add(draft, block);
            return;
        }
        Call call = new Call(calls.size(), block.object("input"));
        calls.put(index, call);
        draft.add(
                frame ->
                        new ReplyEvent.ToolCallDelta(
                                call.index,
                                block.text("id").orElse(""),
                                block.text("name").orElse(""),
                                "",
                                frame));
    }

    private void more(long index, Json.Obj delta, FrameDraft draft) {
        switch (delta.text("type").orElse("")) {
            case "text_delta" -> {
                String text = delta.text("text").orElse("");
                draft.add(frame -> new ReplyEvent.Text(text, frame));
            }
            case "thinking_delta" -> {
                String thought = delta.text("thinking").orElse("");
                draft.add(frame -> new ReplyEvent.Reasoning(thought, frame));
            }
            case "signature_delta" -> {
                String signature = delta.text("signature").orElse("");
                if (!signature.isEmpty()) {
                    draft.add(frame -> new ReplyEvent.Reasoning("", signature, frame));
                }
            }
            case "input_json_delta" -> {
                Call call = calls.get(index);
                String arguments = delta.text("partial_json").orElse("");
                if (call != null) {
                    call.argumentsSent |= !arguments.isEmpty();
                    draft.add(frame -> call.more(arguments, frame));
                }
            }
            default -> {}
        }
    }

    private void stop(long index, FrameDraft draft) {
        Call call = calls.get(index);
        if (call != null && !call.argumentsSent && !call.input.isEmpty()) {
            call.argumentsSent = true;
            draft.add(frame -> call.more(call.input.toString(), frame));
        }
    }

    private void finish(Json.Obj sent, FrameDraft draft) {
        usage = AnthropicUsage.later(usage, sent.get("usage").orElse(Json.Null.NULL));
        AnthropicStops.read(sent.object("delta"))
                .ifPresent(
                        end -> {
                            finished = true;
                            draft.add(
                                    frame ->
                                            new ReplyEvent.Finish(
                                                    end.reason(), end.stopSequence(), frame));
                            AnthropicUsage.read(usage)
                                    .ifPresent(
                                            used ->
                                                    draft.add(
                                                            frame ->
                                                                    new ReplyEvent.UsageReport(
                                                                            used, frame)));
                        });
    }

    private FailureException sentError(ServerErrorReader.ServerError error) {
        return new FailureException(
                error.type().equals(Optional.of("overloaded_error"))
                        ? AnthropicBackendCodec.overloaded(backend())
                        : new Failure.BackendBroke(backend(), "it sent an error", error.said()));
    }
}
